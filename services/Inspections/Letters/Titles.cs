using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>The wordings of a letter's title and the area that they name.</summary>
internal static partial class Titles
{
    private const int LongestTitle = 400;

    /// <summary>Whether a line or paragraph is a title or begins one.</summary>
    public static bool IsOne(string text) =>
        text.Length <= LongestTitle && !text.Contains(';', StringComparison.Ordinal) && (Start().IsMatch(text) || End().IsMatch(text));

    /// <summary>What the title says the inspection was of, without the words that all titles share.</summary>
    public static string SubjectOf(string title)
    {
        if (Start().Match(title) is { Success: true } start)
        {
            return title[start.Length..].Trim();
        }

        return End().Match(title) is { Success: true } end ? end.Groups["area"].Value.Trim() : title;
    }

    /// <summary>The area in a title's subject ("the multi-agency response to THEME in AREA", "AREA City Council"); null if none.</summary>
    public static string? AreaOf(string subject, string intro)
    {
        var area = Trailing().Replace(subject, "");
        var at = area.LastIndexOf(" in ", StringComparison.Ordinal);
        if (at >= 0 && Described().IsMatch(area[..at]))
        {
            area = area[(at + 4)..];
        }
        else if (area.Contains("response", StringComparison.OrdinalIgnoreCase))
        {
            var match = AreaInIntro().Match(intro);
            if (!match.Success)
            {
                return null;
            }

            area = match.Groups[1].Value;
        }

        area = BeforeName().Replace(area.Trim(' ', '.', ',', ':', '*', '_'), "");
        area = AndOf().Replace(area, " and ");
        return AfterName().Replace(area, "") is { Length: > 0 } name ? name : null;
    }

    private const string Inspection = @"(?:(?-i:J)oint[\s-]+targeted[\s-]+area\s+inspections?(?:\s+\(JTAI\))?|(?-i:JTAI))";
    private const string Paper = @"(?:\s+(?:outcomes?|findings|feedback|letter|report|of\s+findings)){0,3}";

    [GeneratedRegex(
        $@"^[\s*_#]*(?:(?:re|subject|title|fw|fwd)\s*[:–-]\s*)*(?:(?:the\s+)?(?:findings|outcomes?|report|letter)\s+(?:of|from|on|following)\s+(?:the\s+)?)?{Inspection}{Paper}\s*(?:\b(?:of|in|for|into)\b|[:–—-])\s+(?=\S)|^(?:the\s+)?outcomes?\s+of\s+the\s+joint\s+targeted\s+area\s+inspection(?:\s+\(JTAI\))?\s+of\s+(?=(?-i:\p{{Lu}})[^.;:]{{2,60}}$)",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Start();

    // "Ashmere: joint targeted area inspection": the place first, all its words with capitals.
    [GeneratedRegex(
        $@"^(?<area>(?-i:\p{{Lu}})[\w’'-]+(?:,?\s(?:(?-i:\p{{Lu}})[\w’'-]+|and|upon|on|of|the|with|under|in)){{0,6}})\s*[:–—-]?\s+(?-i:[Jj])oint[\s-]+targeted[\s-]+area\s+inspection(?:\s+\(JTAI\))?{Paper}$",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex End();

    // What may stand before " in " and the area's name; "Barrow in Furness" is a name.
    [GeneratedRegex(@"\b(?:response|partnerships?|services|agencies|arrangements|children|partners|area)\b|^(?:the\s+)?\p{Ll}", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Described();

    [GeneratedRegex(@"\s*(?:\([^)]*\)|[,:–—-]\s*(?:\d.*|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.*|(?:outcome|findings|feedback|letter)\b.*))$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Trailing();

    // There are two Londons: "City of" is part of the one's name.
    [GeneratedRegex(@"^(?:the\s+)?(?:(?:(?:London|Royal|Metropolitan)\s+)*Borough\s+of\s+|City\s+of\s+(?!London\b))?", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex BeforeName();

    [GeneratedRegex(@"\s+and\s+(?:of\s+)(?:the\s+)?", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex AndOf();

    [GeneratedRegex(
        @"\s+(?:(?:Metropolitan|City|County|District|Borough|Unitary|London|Royal|Safeguarding|Children(?:[’']s)?)\s+){0,3}(?:Councils?|Borough|Local\s+Authority|Authority|local\s+area(?:\s+partnership)?|Partnership)$",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex AfterName();

    [GeneratedRegex(@"\b(?:individual\s+agencies\s+in|response\s+to\s+[^.]{3,200}\s+in)\s+(?:the\s+)?(\p{Lu}[^.,]{2,60})[.,]", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex AreaInIntro();
}
