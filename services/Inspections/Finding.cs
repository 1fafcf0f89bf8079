using Jtai.Errors;
using Jtai.Inspections.V1;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// One finding in the letter's own words. Its text is the inspectorate's and public by law, so the guard against child
/// identifiers leaves it alone; a correction that says more than the letter is checked.
/// </summary>
public sealed record Finding
{
    /// <summary>Characters. Keeps the finding's event well under the size of a range.</summary>
    public const int LongestText = 20_000;

    public required Guid FindingId { get; init; }
    public required Guid InspectionId { get; init; }
    public required string Reference { get; init; }
    public required FindingKind Kind { get; init; }
    public required string Text { get; init; }
    public string LeadIn { get; init; } = "";
    public string[] SubPoints { get; init; } = [];
    public string Heading { get; init; } = "";
    public int Page { get; init; }
    public required int Paragraph { get; init; }
    public required int Position { get; init; }
    public required long Version { get; init; }

    /// <summary>A finding from an item of the letter's lists, as it was found or as a person corrected it.</summary>
    public static Finding FromItem(FoundItem item, Guid inspectionId, string reference, int position, ItemCorrection? correction) => new()
    {
        FindingId = Guid.CreateVersion7(),
        InspectionId = inspectionId,
        Reference = reference,
        Kind = correction is { Kind: not FindingKind.Unspecified } ? correction.Kind : item.Kind,
        Text = correction?.Text.Trim() is { Length: > 0 } corrected ? corrected : item.Text,
        LeadIn = item.LeadIn,
        SubPoints = [.. item.SubPoints],
        Heading = item.Heading,
        Page = item.Page,
        Paragraph = item.Paragraph,
        Position = position,
        Version = 1,
    };

    /// <summary>
    /// A finding from the words of a paragraph. Quotes are compared without regard to white space, since they are copied
    /// from a page or a PDF whose line breaks differ.
    /// </summary>
    /// <exception cref="Invalid">The paragraph does not contain the quote, or is no place for a finding.</exception>
    public static Finding FromParagraph(
        Guid id, string reference, Inspection inspection, Paragraph paragraph, FindingKind kind, string quote, int position)
    {
        var text = quote.Trim() is { Length: > 0 } part ? Spaces.Single(part) : paragraph.Text;
        var check = new RequestCheck();
        check.That(Enum.IsDefined(kind), "kind", "Choose what kind of finding this is.");
        check.That(
            Spaces.None(paragraph.Text).Contains(Spaces.None(text), StringComparison.Ordinal),
            "quote",
            $"Paragraph {paragraph.Number} does not contain these words. Quote the letter exactly, or leave the quote empty to take "
                + "the whole paragraph.");
        check.That(text.Length <= LongestText, "quote", $"Quote at most {LongestText:N0} characters.");
        check.ThrowIfRefused();
        return new Finding
        {
            FindingId = id,
            InspectionId = inspection.InspectionId,
            Reference = reference,
            Kind = kind == FindingKind.Unspecified ? FindingKind.Narrative : kind,
            Text = text,
            Heading = paragraph.Heading,
            Page = paragraph.Page,
            Paragraph = paragraph.Number,
            Position = position,
            Version = 1,
        };
    }

    public Change ToChange() => new(FindingId.ToString(), Version, new FindingChanged { Finding = ToProto() });

    public V1.Finding ToProto() => new()
    {
        FindingId = FindingId.ToString(),
        InspectionId = InspectionId.ToString(),
        Reference = Reference,
        Kind = Kind,
        Text = Text,
        LeadIn = LeadIn,
        SubPoints = { SubPoints },
        Heading = Heading,
        Page = Page,
        Paragraph = Paragraph,
        Position = Position,
        Version = Version,
    };
}

/// <summary>White space, which a quote may have otherwise than the letter.</summary>
internal static class Spaces
{
    internal static string None(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    internal static string Single(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
