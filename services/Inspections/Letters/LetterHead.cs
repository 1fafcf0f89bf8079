using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>
/// Where the letter begins. It may stand below a mail, a report or a page of contents with dates, headings and even a title
/// of their own.
/// </summary>
/// <param name="Title">Index of the line that begins the title; -1 where there is none.</param>
/// <param name="Date">Index of the line with the letter's date; -1 where there is none.</param>
/// <param name="Salutation">Index of the line "Dear …" that belongs to this title; -1 where there is none.</param>
/// <param name="IsCovered">Whether another paper stands above it.</param>
internal sealed partial record LetterHead(int Title, int Date, int Salutation, bool IsCovered)
{
    private const int LongestHead = 120;
    private const int LinesBelow = 30;
    private const int Near = 12;

    public static LetterHead Of(List<Line> lines)
    {
        var title = FindTitle(lines);
        var salutation = FindSalutation(lines, title);
        var end = Math.Max(title, salutation);
        var date = FindDate(lines, end < 0 ? Math.Min(lines.Count, LinesBelow) : end);
        if (date < 0 && end >= 0)
        {
            date = FindDate(lines, Math.Min(lines.Count, end + LinesBelow), end);
        }

        var isCovered = lines.Take(date).Any(l => IsDateAlone(l.Text) || OtherPaper().IsMatch(l.Text));
        return new(title, date, salutation, isCovered);
    }

    /// <summary>Whether a paragraph of the opening begins here although the line above may look unfinished.</summary>
    public bool StartsParagraph(int i, Section section) =>
        section == Section.Opening && (i == Title || i == Salutation || i == Date || (Title >= 0 && i - 1 == Date));

    /// <summary>Whether the line is a title, alone or with the one below it.</summary>
    public static bool IsTitle(List<Line> lines, int i)
    {
        var text = lines[i].Text;
        if (!Titles.IsOne(text) && i + 1 < lines.Count && text.Contains("oint", StringComparison.OrdinalIgnoreCase))
        {
            text = $"{text} {lines[i + 1].Text}";
        }

        return Titles.IsOne(text) && (lines[i].AfterGap || i == 0 || StandsAlone(lines[i - 1].Text));
    }

    /// <summary>Whether a letter begins here: a title with a salutation near it.</summary>
    public static bool BeginsLetter(List<Line> lines, int i) =>
        IsTitle(lines, i) && lines.GetRange(Math.Max(0, i - Near), Math.Min(lines.Count, i + Near) - Math.Max(0, i - Near)).Exists(IsSalutation);

    // The last title above the first list: a report gives the letter's title to a chapter of its own.
    private static int FindTitle(List<Line> lines)
    {
        var found = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            if (IsTitle(lines, i))
            {
                found = i;
            }
            else if (found >= 0 && Headings.Recognise(lines[i].Text) is { Section: Section.Priority or Section.Improvements or Section.Strengths, IsLoose: false })
            {
                break;
            }
        }

        return found;
    }

    private static int FindSalutation(List<Line> lines, int title)
    {
        var above = title < 0 ? -1 : lines.FindLastIndex(title, Math.Min(title + 1, LongestHead), IsSalutation);
        if (above >= 0)
        {
            return above;
        }

        var start = title + 1;
        return lines.FindIndex(start, Math.Min(lines.Count - start, title < 0 ? lines.Count : LinesBelow), IsSalutation);
    }

    private static bool IsSalutation(Line line) => line.Text.StartsWith("Dear ", StringComparison.OrdinalIgnoreCase);

    // The date nearest to the letter that stands alone; a date among other words only where none does.
    private static int FindDate(List<Line> lines, int end, int start = 0)
    {
        start = Math.Max(start, end - LongestHead);
        if (start >= end)
        {
            return -1;
        }

        var alone = lines.FindLastIndex(end - 1, end - start, l => IsDateAlone(l.Text));
        return alone >= 0
            ? alone
            : lines.FindIndex(start, end - start, l => l.Length <= LongestHead && PrintedDates.First(l.Text) is { Day: not null } && !OtherDate().IsMatch(l.Text));
    }

    private static bool IsDateAlone(string line) =>
        line.Length < 60 && PrintedDates.First(line) is { Day: not null } date && !OtherDate().IsMatch(line)
        && BesideDate().IsMatch(line.Replace(date.Text, "", StringComparison.Ordinal));

    private static bool StandsAlone(string before) =>
        before[^1] is '.' or ':' or '?' or '!' || before.StartsWith("Dear ", StringComparison.OrdinalIgnoreCase) || before.Length < 40;

    [GeneratedRegex(@"^[\s,.:–-]*(?:date(?:d|\s+of\s+(?:this\s+)?letter)?)?[\s,.:–-]*$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex BesideDate();

    [GeneratedRegex(@"embargo|publi|inspect|fieldwork|until|before|meeting|due|deadline|review|sent\s+by|received|from\b", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex OtherDate();

    [GeneratedRegex(@"^(?:Dear\s|Yours\s|Kind\s+regards|Report\s+of|Appendix|Annex|Agenda|From:|Purpose|Recommendations?\b)", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex OtherPaper();
}
