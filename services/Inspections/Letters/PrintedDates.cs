using System.Globalization;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>A date as it stands in the letter.</summary>
/// <param name="Text">The letter's words, weekday included.</param>
/// <param name="Day">The day meant; null when there is no such day (31 June).</param>
/// <param name="Weekday">The weekday printed with it; null if none is.</param>
/// <param name="HasFullYear">False when the year is printed with two digits.</param>
/// <param name="End">Where the words end in the text searched.</param>
internal sealed record PrintedDate(string Text, DateOnly? Day, DayOfWeek? Weekday, bool HasFullYear, int End)
{
    /// <summary>Where they start.</summary>
    public int Start { get; init; }

    /// <summary>False when no year is printed and it was taken from the letter's date.</summary>
    public bool HasYear { get; init; } = true;
}

/// <summary>Dates in the forms that letters print: weekday or none, ordinal suffix, two-digit year, spans of two dates.</summary>
internal static partial class PrintedDates
{
    private const string Months =
        "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec";

    private const int MostDates = 50;
    private const int SentenceLength = 160;

    private const string Weekdays = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday";

    /// <summary>The first date at or after <paramref name="start"/>, or null.</summary>
    public static PrintedDate? First(string text, int start = 0)
    {
        var match = Single().Match(text, start);
        if (!match.Success)
        {
            return null;
        }

        var year = match.Groups["year"].Value;
        var day = ToDay(match.Groups["day"].Value, match.Groups["month"].Value, year);
        return new(match.Value, day, WeekdayOf(match), year.Length == 4, match.Index + match.Length) { Start = match.Index };
    }

    /// <summary>Whether a line breaks off within a date: its day stands there, and the month opens the next.</summary>
    public static bool IsBroken(string line, string next) => EndsWithDay().IsMatch(line) && BeginsWithMonth().IsMatch(next);

    /// <summary>Every date in the text, in order.</summary>
    public static List<PrintedDate> All(string text)
    {
        var dates = new List<PrintedDate>();
        for (var date = First(text); date is not null && dates.Count < MostDates; date = First(text, date.End))
        {
            dates.Add(date);
        }

        return dates;
    }

    /// <summary>A day and month without a year ("by 27 May"): the first such day after <paramref name="after"/>; or null.</summary>
    public static PrintedDate? WithoutYear(string text, DateOnly after)
    {
        var match = DayAndMonth().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var day = ToDay(match.Groups["day"].Value, match.Groups["month"].Value, after.Year.ToString(CultureInfo.InvariantCulture));
        if (day <= after)
        {
            day = ToDay(match.Groups["day"].Value, match.Groups["month"].Value, (after.Year + 1).ToString(CultureInfo.InvariantCulture));
        }

        return new(match.Value.TrimEnd('.'), day, WeekdayOf(match), HasFullYear: false, match.Index + match.Length) { Start = match.Index, HasYear = false };
    }

    /// <summary>
    /// The first span ("from 20 to 24 May 2024"), parts that the second date shares filled in; or null. Where no year is printed,
    /// it is the last that ended before <paramref name="letter"/>, and only in a sentence about the inspection.
    /// </summary>
    public static (DateOnly Start, DateOnly End)? FirstSpan(string text, DateOnly? letter)
    {
        var dates = All(text);
        foreach (var (first, second) in dates.Zip(dates.Skip(1)))
        {
            if (first.Day is { } from && second.Day is { } until && from <= until && Until().IsMatch(text[first.End..second.Start]))
            {
                return (from, until);
            }
        }

        (DateOnly, DateOnly)? withoutYear = null;
        foreach (Match match in Span().Matches(text))
        {
            if (match.Groups["year2"].Success)
            {
                if (SpanIn(match, match.Groups["year2"].Value) is { } span)
                {
                    return span;
                }
            }
            else if (letter is { } sent && withoutYear is null && Fieldwork().IsMatch(text[Math.Max(0, match.Index - SentenceLength)..match.Index]))
            {
                withoutYear = SpanIn(match, sent.Year.ToString(CultureInfo.InvariantCulture)) is { } thisYear && thisYear.End <= sent
                    ? thisYear
                    : SpanIn(match, (sent.Year - 1).ToString(CultureInfo.InvariantCulture));
            }
        }

        return withoutYear;
    }

    private static (DateOnly Start, DateOnly End)? SpanIn(Match match, string year)
    {
        var endMonth = match.Groups["month2"].Value;
        var startMonth = match.Groups["month1"].Success ? match.Groups["month1"].Value : endMonth;
        if (ToDay(match.Groups["day2"].Value, endMonth, year) is not { } end)
        {
            return null;
        }

        var startYear = match.Groups["year1"].Success ? match.Groups["year1"].Value : end.Year.ToString(CultureInfo.InvariantCulture);
        if (ToDay(match.Groups["day1"].Value, startMonth, startYear) is not { } start)
        {
            return null;
        }

        if (start > end && !match.Groups["year1"].Success)
        {
            start = start.AddYears(-1);
        }

        return start <= end ? (start, end) : null;
    }

    private static DayOfWeek? WeekdayOf(Match match) =>
        match.Groups["weekday"].Success ? Enum.Parse<DayOfWeek>(match.Groups["weekday"].Value, ignoreCase: true) : null;

    private static DateOnly? ToDay(string day, string month, string year)
    {
        var number = char.IsDigit(month[0]) ? int.Parse(month, CultureInfo.InvariantCulture) : MonthNumber(month);
        year = year.TrimStart('’', '\'');
        var text = $"{(year.Length == 2 ? "20" : "")}{year}-{number:00}-{day.PadLeft(2, '0')}";
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var result) ? result : null;
    }

    private static int MonthNumber(string name) =>
        Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames,
            m => m.Length > 0 && name.StartsWith(m, StringComparison.OrdinalIgnoreCase)) + 1;

    [GeneratedRegex(@"\b(?:by|on|of|from|to|until|before|after|and|the|day)\s\d{1,2}(?:st|nd|rd|th)?$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex EndsWithDay();

    [GeneratedRegex($@"^(?:{Months})\b", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex BeginsWithMonth();

    [GeneratedRegex(
        $"""
        (?:\b(?<weekday>{Weekdays}),?\s+(?:the\s+)?)?(?<!\d)(?:
          (?<day>\d{"{1,2}"})(?:st|nd|rd|th)?[\s-]*(?:day\s+)?(?:of\s+)?(?<month>{Months})\b\.?,?[\s-]+[’']?(?<year>\d{"{4}"}|\d{"{2}"})(?!\d)
        | (?<month>{Months})\.?\s+(?<day>\d{"{1,2}"})(?:st|nd|rd|th)?,?\s+(?<year>\d{"{4}"})(?!\d)
        | (?<![./-])(?<day>0?[1-9]|[12]\d|3[01])(?<between>[./-])(?<month>0?[1-9]|1[0-2])\k<between>(?<year>\d{"{4}"}|\d{"{2}"})(?!\d|[./-]\d)
        | (?<![./-])(?<year>\d{"{4}"})(?<between>[/-])(?<month>0[1-9]|1[0-2])\k<between>(?<day>[0-3]\d)(?!\d)
        )
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, LetterLimits.PatternMilliseconds)]
    private static partial Regex Single();

    [GeneratedRegex(
        $@"(?:\b(?<weekday>{Weekdays}),?\s+(?:the\s+)?)?(?<!\d)(?<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?<month>{Months})\b\.?",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex DayAndMonth();

    [GeneratedRegex(
        $"""
        (?<!\d)(?<day1>\d{"{1,2}"})(?:st|nd|rd|th)?(?:,\s*\d{"{1,2}"}(?:st|nd|rd|th)?){"{0,6}"}(?:\s+(?:of\s+)?(?<month1>{Months}))?(?:,?\s+(?<year1>\d{"{4}"}))?
        \s*(?:to|and|until|through|-|–|—)\s*(?:the\s+)?(?:(?:{Weekdays}),?\s+(?:the\s+)?)?
        (?<day2>\d{"{1,2}"})(?:st|nd|rd|th)?\s+(?:of\s+)?(?<month2>{Months})\b\.?(?:,?\s+(?<year2>\d{"{4}"}|[’']?\d{"{2}"}(?!\d|\s*(?:{Months}))))?
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, LetterLimits.PatternMilliseconds)]
    private static partial Regex Span();

    [GeneratedRegex($@"^\s*,?\s*(?:to|and|until|through|-|–|—)\s*(?:the\s+)?$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Until();

    [GeneratedRegex(@"\b(?:inspect(?:ion|ors|ed)|fieldwork|took\s+place|carried\s+out|on[\s-]site|between|undertook|visited)\b", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Fieldwork();
}
