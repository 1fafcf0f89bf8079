using Jtai.Field;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>What the reader found in a letter, as it is kept beside the file for review.</summary>
public sealed partial record ReadLetter
{
    public required string Sha256 { get; init; }
    public required string Area { get; init; }
    public required string Theme { get; init; }
    public DateOnly? LetterDated { get; init; }
    public DateOnly? FieldworkStartsOn { get; init; }
    public DateOnly? FieldworkEndsOn { get; init; }
    public DateOnly? StatementDueOn { get; init; }
    public required string StatementDueAsPrinted { get; init; }
    public required string StatementPreparedBy { get; init; }
    public required string StatementSentBy { get; init; }
    public required string StatementSentTo { get; init; }
    public required IReadOnlyList<string> Addressees { get; init; }
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>Items of the lists, in the letter's order, numbered from 1.</summary>
    public required IReadOnlyList<ReadItem> Items { get; init; }

    public required IReadOnlyList<ReadParagraph> Paragraphs { get; init; }

    internal void WriteTo(V1.LetterImport import)
    {
        import.Area = Area;
        import.LetterDated = LetterDated.ToIso();
        import.Theme = Theme;
        import.FieldworkStartsOn = FieldworkStartsOn.ToIso();
        import.FieldworkEndsOn = FieldworkEndsOn.ToIso();
        import.StatementDueOn = StatementDueOn.ToIso();
        import.StatementDueAsPrinted = StatementDueAsPrinted;
        import.StatementPreparedBy = StatementPreparedBy;
        import.StatementSentBy = StatementSentBy;
        import.StatementSentTo = StatementSentTo;
        import.LetterSha256 = Sha256;
        import.Addressees.Add(Addressees);
        import.Warnings.Add(Warnings.Select(warning => warning.ToProto()));
        import.Items.Add(Items.Select(item => item.ToProto()));
    }
}

/// <summary>Something about the letter that the manager should look at.</summary>
public sealed record Warning(string Code, string Message)
{
    public LetterWarning ToProto() => new() { Code = Code, Message = Message };
}

/// <summary>One item of a list; <see cref="Page"/> is 0 for a letter that came as text.</summary>
public sealed record ReadItem(
    int ItemId,
    FindingKind Kind,
    string Text,
    string LeadIn,
    IReadOnlyList<string> SubPoints,
    string Heading,
    int Page,
    int Paragraph)
{
    public FoundItem ToProto() => new()
    {
        ItemId = ItemId,
        Kind = Kind,
        Text = Text,
        LeadIn = LeadIn,
        SubPoints = { SubPoints },
        Heading = Heading,
        Page = Page,
        Paragraph = Paragraph,
    };

    internal Finding ToFinding(Guid inspectionId, string reference, int position, ItemCorrection? correction) => new()
    {
        FindingId = Guid.CreateVersion7(),
        InspectionId = inspectionId,
        Reference = reference,
        Kind = correction is { Kind: not FindingKind.Unspecified } ? correction.Kind : Kind,
        Text = correction?.Text.Trim() is { Length: > 0 } corrected ? corrected : Text,
        LeadIn = LeadIn,
        SubPoints = [.. SubPoints],
        Heading = Heading,
        Page = Page,
        Paragraph = Paragraph,
        Position = position,
        Version = 1,
    };
}

/// <summary>One paragraph of the letter, numbered from 1; <see cref="Page"/> is 0 for a letter that came as text.</summary>
public sealed record ReadParagraph(int Number, int Page, string Heading, string Text, bool Bullet)
{
    public Paragraph ToProto() => new() { Number = Number, Page = Page, Heading = Heading, Text = Text, Bullet = Bullet };
}
