using System.Globalization;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>A date as it stands in the letter.</summary>
/// <param name="Text">The letter's words, weekday included.</param>
/// <param name="Day">The day meant; null when there is no such day (31 June).</param>
/// <param name="Weekday">The weekday printed with it; null if none is.</param>
/// <param name="HasFullYear">False when the year is printed with two digits.</param>
/// <param name="End">Where the words end in the text searched.</param>
internal sealed record PrintedDate(string Text, DateOnly? Day, DayOfWeek? Weekday, bool HasFullYear, int End);

/// <summary>Dates in the forms that letters print: weekday or none, ordinal suffix, two-digit year, spans of two dates.</summary>
internal static partial class PrintedDates
{
    private const string Months =
        "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec";

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
        DayOfWeek? weekday = match.Groups["weekday"].Success ? Enum.Parse<DayOfWeek>(match.Groups["weekday"].Value, ignoreCase: true) : null;
        return new(match.Value, day, weekday, year.Length == 4, match.Index + match.Length);
    }

    /// <summary>The first span ("from 20 to 24 May 2024"), parts that the second date shares filled in; or null.</summary>
    public static (DateOnly Start, DateOnly End)? FirstSpan(string text)
    {
        foreach (Match match in Span().Matches(text))
        {
            var endMonth = match.Groups["month2"].Value;
            if (ToDay(match.Groups["day2"].Value, endMonth, match.Groups["year2"].Value) is not { } end)
            {
                continue;
            }

            var startMonth = match.Groups["month1"].Success ? match.Groups["month1"].Value : endMonth;
            var startYear = match.Groups["year1"].Success ? match.Groups["year1"].Value : end.Year.ToString(CultureInfo.InvariantCulture);
            if (ToDay(match.Groups["day1"].Value, startMonth, startYear) is not { } start)
            {
                continue;
            }

            if (start > end && !match.Groups["year1"].Success)
            {
                start = start.AddYears(-1);
            }

            if (start <= end)
            {
                return (start, end);
            }
        }

        return null;
    }

    private static DateOnly? ToDay(string day, string month, string year)
    {
        var number = char.IsDigit(month[0]) ? int.Parse(month, CultureInfo.InvariantCulture) : MonthNumber(month);
        var text = $"{(year.Length == 2 ? "20" : "")}{year}-{number:00}-{day.PadLeft(2, '0')}";
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var result) ? result : null;
    }

    private static int MonthNumber(string name) =>
        Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames,
            m => m.Length > 0 && name.StartsWith(m, StringComparison.OrdinalIgnoreCase)) + 1;

    [GeneratedRegex(
        $@"(?:\b(?<weekday>{Weekdays}),?\s+(?:the\s+)?)?(?<!\d)(?:(?<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?<month>{Months})\.?,?\s+[’']?(?<year>\d{{4}}|\d{{2}})(?!\d)|(?<day>\d{{1,2}})/(?<month>\d{{1,2}})/(?<year>\d{{4}}))",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Single();

    [GeneratedRegex(
        $@"(?<!\d)(?<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?<month1>{Months}))?(?:\s+(?<year1>\d{{4}}))?\s*(?:to|and|until|-|–|—)\s*(?:the\s+)?(?:(?:{Weekdays}),?\s+)?(?<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?<month2>{Months}),?\s+(?<year2>\d{{4}})",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Span();
}
