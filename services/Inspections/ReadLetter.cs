using Jtai.Field;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>
/// What the reader found in a letter, as it is kept beside the file for review: by the names of its properties and of the protos'.
/// </summary>
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
    public required IReadOnlyList<LetterWarning> Warnings { get; init; }

    /// <summary>Items of the lists, in the letter's order, numbered from 1.</summary>
    public required IReadOnlyList<FoundItem> Items { get; init; }

    public required IReadOnlyList<Paragraph> Paragraphs { get; init; }

    /// <summary>What was filed nowhere, in the letter's order, numbered from 1.</summary>
    public IReadOnlyList<LeftOver> LeftOvers { get; init; } = [];

    /// <summary>Its words as <see cref="Inspections.Likeness"/> compares them; empty where it was read before they were kept.</summary>
    public IReadOnlyList<long> Likeness { get; init; } = [];

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
        import.Warnings.Add(Warnings);
        import.Items.Add(Items);
        import.LeftOvers.Add(LeftOvers);
    }
}
