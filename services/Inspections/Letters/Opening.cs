using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>What the letter says before its first section: date, title with area and theme, days of fieldwork.</summary>
internal sealed partial record Opening(
    string? Title, string? Salutation, string? Area, string? Theme, DateOnly? LetterDate, DateOnly? InspectionStart, DateOnly? InspectionEnd)
{
    public static Opening Read(List<Line> lines, LetterHead head, List<Block> blocks)
    {
        var opening = blocks.TakeWhile(b => !b.IsHeading).ToList();
        var title = head.Title < 0 ? null : opening.Find(b => ReferenceEquals(b.First, lines[head.Title]));
        var salutation = head.Salutation < 0 ? null : lines[head.Salutation].Text;
        var intro = string.Join('\n', opening.SkipWhile(b => title is null ? !b.Text.StartsWith("Dear ", StringComparison.OrdinalIgnoreCase) : b != title).Select(b => b.Text));
        var area = title is null ? null : Titles.AreaOf(Titles.SubjectOf(title.Text), intro);
        var date = head.Date < 0 ? null : PrintedDates.First(lines[head.Date].Text)?.Day;
        var body = string.Join('\n', blocks.Take(40).Select(b => b.Text));
        var span = PrintedDates.FirstSpan(intro, date) ?? PrintedDates.FirstSpan(body, date);
        return new(title?.Text, salutation, area, ThemeOf(title?.Text, intro, area), date, span?.Start, span?.End);
    }

    private static string? ThemeOf(string? title, string intro, string? area)
    {
        if (title is null)
        {
            return null;
        }

        var old = ResponseTo(Titles.SubjectOf(title));
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

    [GeneratedRegex(@"deep\s+dive[’'”""]?\s+(?:focus|inspection|investigation|evaluation)?\s*(?:on|into|of)\s+(?:the\s+)?(?:response\s+to\s+)?([^.]{3,200})\.", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex DeepDive();
}
