using Jtai.Inspections.V1;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>A letter as a page shows it: its paragraphs in order, each with what was made of it.</summary>
/// <param name="Marks">By paragraph: what was found there, and where it stands on the page or beside it.</param>
public sealed record LetterText(IReadOnlyList<Paragraph> Paragraphs, ILookup<int, LetterMark> Marks)
{
    private const string Subject = "Joint targeted area inspection of";

    private static readonly string[] Closings = ["Yours sincerely", "Yours faithfully"];

    /// <summary>The address at which a paragraph becomes a finding; null for people who may not.</summary>
    public Func<Paragraph, string>? MakeFinding { get; init; }

    /// <summary>
    /// True for what the letter says, and false for what surrounds it: date, addressees, salutation, subject, headings, and from
    /// the closing on the signatures. Of a letter without a salutation everything but headings counts as said.
    /// </summary>
    public bool IsBody(int index) => index >= FirstOfBody() && index < EndOfBody() && !IsHeading(index);

    private int FirstOfBody()
    {
        var first = 1 + Place(text => text.StartsWith("Dear ", StringComparison.OrdinalIgnoreCase));
        return first > 0 && first < Paragraphs.Count && IsSubject(Paragraphs[first].Text) ? first + 1 : first;
    }

    private int EndOfBody()
    {
        var closing = Place(text => Closings.Any(words => text.StartsWith(words, StringComparison.OrdinalIgnoreCase)));
        return closing < 0 ? Paragraphs.Count : closing;
    }

    /// <summary>A line and not a sentence.</summary>
    private static bool IsSubject(string text) =>
        text.StartsWith(Subject, StringComparison.OrdinalIgnoreCase) && !text.TrimEnd().EndsWith('.');

    private int Place(Func<string, bool> of)
    {
        for (var index = 0; index < Paragraphs.Count; index++)
        {
            if (of(Paragraphs[index].Text.TrimStart()))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>True where the paragraph begins a page of the letter.</summary>
    public bool BeginsPage(int index) =>
        Paragraphs[index].Page > 0 && (index == 0 || Paragraphs[index - 1].Page != Paragraphs[index].Page);

    /// <summary>True for a paragraph that is itself the heading of the next.</summary>
    public bool IsHeading(int index) =>
        index + 1 < Paragraphs.Count && Paragraphs[index + 1].Heading == Paragraphs[index].Text && Paragraphs[index].Heading != Paragraphs[index].Text;

    /// <summary>True where the paragraph is the first under a heading that is no paragraph of its own.</summary>
    public bool BeginsHeading(int index) =>
        Paragraphs[index].Heading.Length > 0 && !IsHeading(index)
        && (index == 0 || (Paragraphs[index - 1].Heading != Paragraphs[index].Heading && !IsHeading(index - 1)));
}

/// <summary>What was made of a paragraph: "HSK-2026-F03" and its address.</summary>
public sealed record LetterMark(string Text, string Href);
