using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>
/// Tells a JTAI outcome letter from the many papers that speak of one: it has the title as a line of its own, speaks to the
/// partnership ("Dear …", "This letter"), says what such a letter says of itself, and has at least one of the lists.
/// </summary>
internal static partial class Recognition
{
    public static void Demand(Opening opening, List<Line> lines, List<Block> blocks)
    {
        if (!lines.Exists(l => SpeaksOfOne(l.Text)))
        {
            throw new NotALetterException("It never mentions a joint targeted area inspection.");
        }

        if (opening.Title is null)
        {
            throw new NotALetterException("It has no title \"Joint targeted area inspection of …\" before its first section.");
        }

        if (opening.Salutation is null && !blocks.Take(30).Any(b => b.Text.StartsWith("This letter", StringComparison.Ordinal)))
        {
            throw new NotALetterException("It is not written as a letter: it has neither \"Dear …\" nor \"This letter …\".");
        }

        if (!blocks.Exists(b => !b.IsHeading && b.Text != opening.Title && Says().IsMatch(b.Text)))
        {
            throw new NotALetterException("It does not say what a letter says of itself: what it summarises, the multi-agency response, the statement of action.");
        }

        if (!blocks.Exists(b => b.Opens is Section.Priority or Section.Improvements or Section.Strengths))
        {
            throw new NotALetterException("It has none of the headings for strengths, improvements or priority actions.");
        }
    }

    private static bool SpeaksOfOne(string line) =>
        line.Contains("targeted area inspection", StringComparison.OrdinalIgnoreCase) || line.Contains("JTAI", StringComparison.Ordinal);

    [GeneratedRegex(@"\bthis\s+letter\b|\bmulti-?\s?agency\s+response\b|\bstatement\s+of\s+(?:proposed\s+)?action\b|\bundertook\s+a\s+joint\s+inspection\b|\bprincipal\s+authority\b", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Says();
}
