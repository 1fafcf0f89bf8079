using System.Globalization;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// One finding in the letter's own words, or in a corrected wording with the letter's beside it. What the letter says is public
/// by law, so the guard against child identifiers leaves it alone; a correction that says more than the letter is checked.
/// </summary>
public sealed record Finding
{
    /// <summary>Characters. Keeps the finding's event well under the size of a range.</summary>
    public const int LongestText = 20_000;

    /// <summary>Characters of a corrected wording, which goes into one event with the letter's own.</summary>
    public const int LongestCorrection = 10_000;

    public required Guid FindingId { get; init; }
    public required Guid InspectionId { get; init; }
    public required string Reference { get; init; }
    public required FindingKind Kind { get; init; }
    public required string Text { get; init; }

    /// <summary>The letter's own words where the text is a corrected wording; else empty.</summary>
    public string Quote { get; init; } = "";
    public WordingCorrection? Correction { get; init; }

    /// <summary>Why it was taken out; empty where it was not.</summary>
    public string WithdrawnBecause { get; init; } = "";
    public string LeadIn { get; init; } = "";
    public string[] SubPoints { get; init; } = [];
    public string Heading { get; init; } = "";
    public int Page { get; init; }
    public required int Paragraph { get; init; }
    public required int Position { get; init; }
    public required long Version { get; init; }

    /// <summary>
    /// A finding from an item of the letter's lists, as it was found or as a person corrected it; it gets its reference at
    /// publication.
    /// </summary>
    public static Finding FromItem(FoundItem item, Guid inspectionId, int position, ItemCorrection? corrected, WordingCorrection correction)
    {
        var found = new Finding
        {
            FindingId = Guid.CreateVersion7(),
            InspectionId = inspectionId,
            Reference = "",
            Kind = corrected is { Kind: not FindingKind.Unspecified } ? corrected.Kind : item.Kind,
            Text = item.Text,
            LeadIn = item.LeadIn,
            SubPoints = [.. item.SubPoints],
            Heading = item.Heading,
            Page = item.Page,
            Paragraph = item.Paragraph,
            Position = position,
            Version = 1,
        };
        return corrected?.Text.Trim() is { Length: > 0 } text ? found.Worded(text, correction) : found;
    }

    /// <summary>The finding for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="Conflict">It has changed since.</exception>
    /// <exception cref="Refused">It is withdrawn.</exception>
    public Finding Expect(long version)
    {
        if (version != Version)
        {
            throw new Conflict(Version);
        }

        return WithdrawnBecause.Length == 0 ? this : throw new Refused("This finding was withdrawn and takes no changes.");
    }

    /// <exception cref="Invalid">The kind or the wording cannot be.</exception>
    /// <exception cref="Refused">Nothing is changed.</exception>
    public Finding Correct(CorrectFindingRequest request, WordingCorrection correction, RequestCheck check)
    {
        var text = RequestCheck.Lines(request.Text).Trim();
        check.Known("kind", request.Kind, "what kind of finding this is");
        check.That(text.Length > 0, "text", "Enter the wording, or withdraw the finding if it is none.");
        if (text != Text && text != Quote)
        {
            check.That(text.Length <= LongestCorrection, "text", $"Shorten the wording to {LongestCorrection:N0} characters.");
            check.Legible("text", text, "The wording");
            // The letter's own words are public by law.
            if (!Spaces.Contains(LettersWords, text))
            {
                check.NoChild("text", text, "The wording");
            }
        }

        check.ThrowIfRefused();
        return text != Text || request.Kind != Kind
            ? Worded(text, correction) with { Kind = request.Kind, Version = Version + 1 }
            : throw new Refused("Nothing is changed: the finding is worded and filed so already.");
    }

    public Finding Withdraw(string reason) => this with { WithdrawnBecause = reason, Version = Version + 1 };

    /// <summary>What it is called from the publication of its inspection on, where it has no reference yet.</summary>
    public Finding Numbered(string reference) => this with { Reference = reference, Version = Version + 1 };

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
            Spaces.Contains(paragraph.Text, text),
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

    public FindingReply ToReply() => new() { FindingId = FindingId.ToString(), Reference = ShownReference, Version = Version };

    public Change ToChange() => new(FindingId.ToString(), Version, new FindingChanged { Finding = ToProto() });

    public V1.Finding ToProto() => new()
    {
        FindingId = FindingId.ToString(),
        InspectionId = InspectionId.ToString(),
        Reference = ShownReference,
        Kind = Kind,
        Text = Text,
        Quote = Quote,
        Correction = Correction?.ToProto(),
        WithdrawnBecause = WithdrawnBecause,
        LeadIn = LeadIn,
        SubPoints = { SubPoints },
        Heading = Heading,
        Page = Page,
        Paragraph = Paragraph,
        Position = Position,
        Version = Version,
    };

    private string LettersWords => Quote.Length > 0 ? Quote : Text;

    private string ShownReference => Reference.Length > 0 ? Reference : string.Create(CultureInfo.InvariantCulture, $"Draft {Position}");

    // The letter's own words take a correction back.
    private Finding Worded(string text, WordingCorrection correction) => (text == Text, text == LettersWords) switch
    {
        (true, _) => this,
        (_, true) => this with { Text = text, Quote = "", Correction = null },
        _ => this with { Text = text, Quote = LettersWords, Correction = correction },
    };
}

/// <summary>White space, which a quote may have otherwise than the letter.</summary>
internal static class Spaces
{
    internal static string None(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    internal static bool Contains(string text, string quote) => None(text).Contains(None(quote), StringComparison.Ordinal);

    internal static string Single(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
