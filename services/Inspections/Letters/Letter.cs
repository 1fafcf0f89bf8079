namespace Jtai.Letters;

/// <summary>
/// A published JTAI outcome letter as read from its PDF or text. Immutable. Its JSON form (<see cref="LetterJson"/>)
/// is what <c>./jtai letter --json</c> prints; <see cref="Paragraphs"/> and the facts about the source are not part of it.
/// </summary>
public sealed record Letter
{
    /// <summary>The area inspected, without "the" and without words such as "City Council"; null if no title names one.</summary>
    public required string? Area { get; init; }

    /// <summary>The date at the head of the letter; null if none is printed.</summary>
    public required DateOnly? LetterDate { get; init; }

    /// <summary>First day of fieldwork as printed; null if the letter gives no dates.</summary>
    public required DateOnly? InspectionStart { get; init; }

    /// <summary>Last day of fieldwork as printed; null if the letter gives no dates.</summary>
    public required DateOnly? InspectionEnd { get; init; }

    /// <summary>What the multi-agency response was inspected for, in the letter's words; null if not stated.</summary>
    public required string? Theme { get; init; }

    /// <summary>Which generation of letter this is.</summary>
    public required LetterFormat Format { get; init; }

    /// <summary>The people written to, one entry each with role and agency, in the letter's order.</summary>
    public required IReadOnlyList<string> Addressees { get; init; }

    /// <summary>Areas for priority action; empty where the letter says there are none or has no such heading.</summary>
    public required IReadOnlyList<LetterItem> PriorityActions { get; init; }

    /// <summary>Areas for improvement ("What needs to improve?").</summary>
    public required IReadOnlyList<LetterItem> Improvements { get; init; }

    /// <summary>Strengths; null where the letter has no such heading.</summary>
    public required IReadOnlyList<LetterItem>? Strengths { get; init; }

    /// <summary>The paragraphs under "Headline findings"; empty in the old generation.</summary>
    public required IReadOnlyList<LetterItem> Headline { get; init; }

    /// <summary>The boxes headed "Case study" or "Practice study".</summary>
    public required IReadOnlyList<PracticeStudy> PracticeStudies { get; init; }

    /// <summary>The day by which the statement of action is to be sent; null where none is printed or it is no date.</summary>
    public required DateOnly? StatementDue { get; init; }

    /// <summary>The same in the letter's own words, with a weekday or qualification; null where none is printed.</summary>
    public required string? StatementDueAsPrinted { get; init; }

    /// <summary>Who prepares the statement (the principal authority); null where not stated.</summary>
    public required string? StatementPreparedBy { get; init; }

    /// <summary>Who sends the statement; null where not stated.</summary>
    public required string? StatementSentBy { get; init; }

    /// <summary>The e-mail address that the statement goes to; null where none is printed.</summary>
    public required string? StatementSentTo { get; init; }

    /// <summary>Faults and oddities of the letter that a person should look at.</summary>
    public required IReadOnlyList<LetterWarning> Warnings { get; init; }

    /// <summary>What looks like a finding or a heading and was filed nowhere or perhaps wrongly; a person says where it belongs.</summary>
    public IReadOnlyList<LeftOver> LeftOver { get; init; } = [];

    /// <summary>Every paragraph from the date to "Yours sincerely" (not included), in order, numbered from 1 without gaps; footnotes follow.</summary>
    public IReadOnlyList<LetterParagraph> Paragraphs { get; init; } = [];

    /// <summary>SHA-256 of the bytes that were read, as 64 lower-case hexadecimal digits.</summary>
    public string SourceSha256 { get; init; } = "";

    /// <summary>Number of pages; null for plain text.</summary>
    public int? Pages { get; init; }
}

/// <summary>The two generations of JTAI letter.</summary>
public enum LetterFormat
{
    /// <summary>2016 to 2020: "Key strengths", "Areas for improvement", long items under sub-headings.</summary>
    Old,

    /// <summary>From 2022: "Headline findings", "What needs to improve?", "Main findings".</summary>
    New,
}

/// <summary>One item of a list in the letter.</summary>
/// <param name="Text">The item's words, on one line.</param>
/// <param name="LeadIn">The sentence that the item depends on ("The partnership should:"), or null.</param>
/// <param name="Page">Page on which it starts, from 1; null for plain text.</param>
/// <param name="Paragraph">Number of the item's paragraph in <see cref="Letter.Paragraphs"/>.</param>
/// <param name="Heading">The nearest heading above it: a sub-heading where there is one.</param>
/// <param name="SubPoints">Nested points in order; empty where there are none.</param>
public sealed record LetterItem(
    string Text, string? LeadIn, int? Page, int Paragraph, string Heading, IReadOnlyList<string> SubPoints);

/// <summary>A boxed study of practice with one or a few anonymised children. Never evidence of anything else.</summary>
/// <param name="Title">The box's heading as printed.</param>
/// <param name="Kind">What the study shows.</param>
/// <param name="Text">Its paragraphs, separated by line feeds.</param>
/// <param name="Page">Page on which it starts, from 1; null for plain text.</param>
public sealed record PracticeStudy(string Title, PracticeStudyKind Kind, string Text, int? Page);

/// <summary>What a practice study shows.</summary>
public enum PracticeStudyKind
{
    /// <summary>Effective or highly effective practice.</summary>
    Effective,

    /// <summary>An area for improvement or for priority action.</summary>
    Improvement,
}

/// <summary>Something about the letter that a person should look at.</summary>
/// <param name="Code">Stable snake_case code; <see cref="WarningCodes"/> lists them.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record LetterWarning(string Code, string Message);

/// <summary>A line of the letter of which a person must say where it belongs; a warning names it too.</summary>
/// <param name="Text">Its words, on one line.</param>
/// <param name="Page">Page on which it starts, from 1; null for plain text.</param>
/// <param name="Paragraph">Its number in <see cref="Letter.Paragraphs"/>; null for a line below the letter's end.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record LeftOver(string Text, int? Page, int? Paragraph, LeftOverReason Why);

/// <summary>Why a line is left over.</summary>
public enum LeftOverReason
{
    /// <summary>It looks like a heading and stands inside a list: the items below it may belong elsewhere.</summary>
    HeadingInList,

    /// <summary>A point of a list under no heading that is known.</summary>
    ListNowhere,

    /// <summary>A paragraph inside a list that is no item of it.</summary>
    ParagraphNowhere,

    /// <summary>A heading or point below the letter's end.</summary>
    BelowTheLetter,
}

/// <summary>One paragraph of the letter; a finding can be made from any of them.</summary>
/// <param name="Number">Position in the letter, from 1, without gaps.</param>
/// <param name="Page">Page on which it starts, from 1; null for plain text.</param>
/// <param name="Heading">The nearest heading above it; empty before the first.</param>
/// <param name="Kind">What part it plays.</param>
/// <param name="Text">Its words, on one line, without bullet or footnote mark.</param>
public sealed record LetterParagraph(int Number, int? Page, string Heading, ParagraphKind Kind, string Text);

/// <summary>What part a paragraph plays in the letter.</summary>
public enum ParagraphKind
{
    /// <summary>Ordinary prose, and the opening with date, addressees and title.</summary>
    Text,

    /// <summary>A heading or sub-heading.</summary>
    Heading,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>A nested point of the item above it.</summary>
    SubPoint,

    /// <summary>A footnote.</summary>
    Footnote,
}
