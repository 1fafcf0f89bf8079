using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>The day by which the statement of action is to be sent.</summary>
/// <param name="Date">The date as it stands in the letter.</param>
/// <param name="AsPrinted">Its words, with the qualification that tells where the clock starts ("…, 70 working days from pre-publication").</param>
/// <param name="IsOneOfSeveral">Whether the sentence names another day that it could be.</param>
internal sealed partial record Deadline(PrintedDate Date, string AsPrinted, bool IsOneOfSeveral)
{
    /// <summary>
    /// The deadline in a sentence that may name other days: the letter's own date, the day that was notified first. One that
    /// is no longer meant is passed over, one that "by" or "no later than" leads to is preferred.
    /// </summary>
    public static Deadline? In(string sentence, DateOnly? letterDate)
    {
        var dates = PrintedDates.All(sentence).Where(d => d.Day is null || d.Day != letterDate).ToList();
        if (dates.Count == 0)
        {
            if (letterDate is not { } sent || LeadsTo().Match(sentence) is not { Success: true } leads
                || PrintedDates.WithoutYear(sentence[leads.Index..], sent) is not { } found)
            {
                return PrintedDates.First(sentence) is { } own && LeadsTo().IsMatch(Before(sentence, own)) ? new(own, own.Text, false) : null;
            }

            return new(found, found.Text, false);
        }

        var meant = dates.FindAll(d => !NoLonger().IsMatch(Before(sentence, d)));
        var led = meant.FindAll(d => LeadsTo().IsMatch(Before(sentence, d)));
        var date = led.Count > 0 ? led.Find(d => Extended().IsMatch(Before(sentence, d))) ?? led[0] : (meant.Count > 0 ? meant : dates)[0];
        var others = (led.Count > 0 ? led : meant).Exists(d => d != date && d.Day != date.Day);
        return new(date, date.Text + Qualification().Match(sentence[date.End..]).Value.TrimEnd('.', ' '), others);
    }

    private static string Before(string sentence, PrintedDate date) => sentence[Math.Max(0, date.Start - 40)..date.Start];

    [GeneratedRegex(@"\b(?:by|no\s+later\s+than|not\s+later\s+than|before|until|extended\s+to|now|due\s+on|due|deadline\s+(?:is|of))\s+(?:the\s+)?(?:close\s+of\s+\w+\s+)?(?:(?:noon|midday|midnight|\d{1,2}(?:[.:]\d{2})?\s*(?:am|pm))?,?\s*(?:on\s+)?)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:the\s+)?(?:$|(?=\d))", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex LeadsTo();

    [GeneratedRegex(@"\b(?:no\s+longer\s+(?:by|due\s+on|due)|not\s+by|originally|instead\s+of|rather\s+than|extended\s+from|changed\s+from|moved\s+from|previously|formerly|first\s+notified\s+as|letter\s+(?:of|dated)|dated|sent\s+on|received\s+on|published\s+on|issued\s+on)\s+(?:\w+\s+){0,3}$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex NoLonger();

    [GeneratedRegex(@"\b(?:extended|moved|changed)\s+to\s+(?:\w+\s+)?$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Extended();

    [GeneratedRegex(@"^,?\s+\(?\d{1,3}\s+working\s+days[^.]{0,100}", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Qualification();
}
