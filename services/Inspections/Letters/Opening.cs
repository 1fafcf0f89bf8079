using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>What the letter says before its first section: date, title with area and theme, days of fieldwork.</summary>
internal sealed partial record Opening(
    string? Title, string? Salutation, string? Area, string? Theme, DateOnly? LetterDate, DateOnly? InspectionStart, DateOnly? InspectionEnd)
{
    public static Opening Read(List<Line> lines, List<Block> blocks)
    {
        var opening = blocks.TakeWhile(b => !b.IsHeading).ToList();
        var title = opening.Find(b => TitleStart().IsMatch(b.Text));
        var salutation = opening.Find(b => b.Text.StartsWith("Dear ", StringComparison.Ordinal));
        var intro = string.Join('\n', opening.SkipWhile(b => b != (title ?? salutation)).Select(b => b.Text));
        var area = title is null ? null : AreaOf(title.Text, intro);
        var span = PrintedDates.FirstSpan(intro) ?? PrintedDates.FirstSpan(string.Join('\n', blocks.Take(40).Select(b => b.Text)));
        return new(title?.Text, salutation?.Text, area, ThemeOf(title?.Text, intro, area), DateOf(lines), span?.Start, span?.End);
    }

    private static DateOnly? DateOf(List<Line> lines) => lines
        .TakeWhile(l => !l.Text.StartsWith("Dear ", StringComparison.Ordinal))
        .Select(l => PrintedDates.First(l.Text)?.Day)
        .FirstOrDefault(day => day is not null);

    // "… of the multi-agency response to THEME in AREA" (old), "… of AREA" (new).
    private static string? AreaOf(string title, string intro)
    {
        var subject = SubjectOf(title);
        var at = subject.LastIndexOf(" in ", StringComparison.Ordinal);
        var area = at >= 0 ? subject[(at + 4)..] : subject;
        if (at < 0 && area.Contains("response", StringComparison.OrdinalIgnoreCase))
        {
            var match = AreaInIntro().Match(intro);
            if (!match.Success)
            {
                return null;
            }

            area = match.Groups[1].Value;
        }

        area = BeforeName().Replace(area.Trim(' ', '.', ',', ':'), "");
        return AfterName().Replace(area, "") is { Length: > 0 } name ? name : null;
    }

    private static string? ThemeOf(string? title, string intro, string? area)
    {
        if (title is null)
        {
            return null;
        }

        var old = ResponseTo(SubjectOf(title));
        if (old is not null && old.LastIndexOf(" in ", StringComparison.Ordinal) is > 0 and var at)
        {
            var theme = old[..at];
            // The first rounds share one title; what they looked into is told in the introduction.
            var deepDive = theme.Contains("abuse and neglect", StringComparison.OrdinalIgnoreCase) ? DeepDive().Match(intro) : Match.Empty;
            return deepDive.Success ? $"{theme}; deep dive: {deepDive.Groups[1].Value.Trim()}" : theme;
        }

        var response = intro.Split('\n').Skip(1).Select(ResponseTo).FirstOrDefault(r => r is not null);
        if (response is null)
        {
            return old;
        }

        var end = area is null ? -1 : EndOfTheme(response, area);
        return end > 0 ? response[..end] : response;
    }

    private static int EndOfTheme(string response, string area)
    {
        foreach (var link in (string[])[" in ", " in the ", " across ", " across the "])
        {
            if (response.LastIndexOf(link + area, StringComparison.OrdinalIgnoreCase) is > 0 and var at)
            {
                return at;
            }
        }

        return -1;
    }

    private static string SubjectOf(string title) => TitleStart().Replace(title, "", 1).Trim();

    private static string? ResponseTo(string text)
    {
        const string Mark = "response to ";
        var at = text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = text[(at + Mark.Length)..];
        if (rest.StartsWith("the ", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[4..];
        }

        var stop = rest.IndexOf(". ", StringComparison.Ordinal);
        return (stop < 0 ? rest : rest[..stop]).TrimEnd('.', ' ');
    }

    [GeneratedRegex(@"^Joint[\s-]+targeted\s+area\s+inspections?(?:\s+\(JTAI\))?\s*(?:of|in|:|–|-)\s+", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex TitleStart();

    [GeneratedRegex(@"^(?:the\s+)?(?:(?:(?:London|Royal|Metropolitan)\s+)*Borough\s+of\s+|City\s+of\s+)?", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex BeforeName();

    [GeneratedRegex(
        @"\s+(?:(?:Metropolitan|City|County|District|Borough|Unitary|London|Royal)\s+){0,3}(?:Council|Borough|Local\s+Authority|Authority|local\s+area)$",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex AfterName();

    [GeneratedRegex(@"\b(?:individual\s+agencies\s+in|response\s+to\s+[^.]{3,200}\s+in)\s+(?:the\s+)?(\p{Lu}[^.,]{2,60})[.,]", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex AreaInIntro();

    [GeneratedRegex(@"deep\s+dive[’'”""]?\s+(?:focus|inspection|investigation|evaluation)?\s*(?:on|into|of)\s+(?:the\s+)?(?:response\s+to\s+)?([^.]{3,200})\.", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex DeepDive();
}
