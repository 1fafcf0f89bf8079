using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>The parts of a letter that its headings open.</summary>
internal enum Section
{
    Opening,
    Context,
    Headline,
    Priority,
    Improvements,
    Strengths,
    MainFindings,
    Study,
    NextSteps,
    Other,
}

/// <summary>Headings by their wording (the known ones) and by their shape (sub-headings, which are free words).</summary>
internal static partial class Headings
{
    private const int LongestHeading = 110;

    /// <summary>The section that a line opens when it is, as a whole, a known heading; otherwise null.</summary>
    public static Section? Recognise(string line)
    {
        if (line.Length is 0 or > LongestHeading || !char.IsUpper(FirstLetter(line)))
        {
            return null;
        }

        if (Study().IsMatch(line))
        {
            return Section.Study;
        }

        if (OtherStudy().IsMatch(line))
        {
            return Section.Other;
        }

        var match = Known().Match(line);
        return match.Success ? SectionOf(match) : null;
    }

    /// <summary>Whether a line has the shape of a heading: short, opening with a capital, not ending as a sentence does.</summary>
    public static bool HasShape(string line) =>
        line.Length is > 2 and <= 90
        && (char.IsUpper(FirstLetter(line)) || char.IsDigit(line[0]))
        && line[^1] is not ('.' or ',' or ';' or ':' or '!' or '-' or '–')
        && line.AsSpan().Count(' ') < 14
        && !EndsOpen(line);

    /// <summary>Whether a line ends on a word that cannot end a sentence or a heading ("of", "the").</summary>
    public static bool EndsOpen(string line) => OpenEnd().IsMatch(line);

    /// <summary>Whether the heading is printed in the singular ("Area for priority action").</summary>
    public static bool IsSingular(string heading) => heading.StartsWith("Area ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a study's heading still waits for the line that says what it shows.</summary>
    public static bool IsBareStudy(string line) => BareStudy().IsMatch(line);

    /// <summary>Whether a line says what a study shows ("Highly effective practice", "Area for improvement").</summary>
    public static bool NamesStudyKind(string line) => line.Length < 80 && StudyKind().IsMatch(line);

    private static Section SectionOf(Match match)
    {
        foreach (var section in (Section[])[Section.Context, Section.Headline, Section.Priority, Section.Improvements,
                     Section.Strengths, Section.MainFindings, Section.NextSteps])
        {
            if (match.Groups[section.ToString()].Success)
            {
                return section;
            }
        }

        throw new InvalidOperationException($"No section named in {match.Value}.");
    }

    private static char FirstLetter(string line) => line.FirstOrDefault(char.IsLetter, ' ');

    [GeneratedRegex(
        """
        ^(?:\d{1,2}[.)]?\s+)?(?:
          (?<Context>context|background|introduction)
        | (?<Headline>(?:headline|summary\ of(?:\ key)?|summary\ of\ the)\ findings?|headlines?)
        | (?<Priority>areas?\ (?:for|of|requiring|needing)\ (?:immediate\ |urgent\ )?(?:priority\ )?action|priority\ actions?|priority\ areas?\ for\ action)
        | (?<Improvements>(?:key\ |main\ )?areas?\ (?:for|of|requiring|needing)\ (?:further\ )?(?:improvement|development)s?
            |what\ (?:needs|need)\ to\ (?:be\ )?improved?(?:\ further)?)
        | (?<Strengths>(?:key\ |main\ |areas?\ of\ )?strengths?)
        | (?<MainFindings>(?:main|key|detailed)\ findings?)
        | (?<NextSteps>next\ steps?)
        )\s*\d{0,2}\s*[:?.]?$
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, LetterLimits.PatternMilliseconds)]
    private static partial Regex Known();

    [GeneratedRegex(@"^(?:case|practice)\s+(?:study|studies|example)(?:\s+\d{1,2})?\s*(?:$|[:–—-]|\()", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Study();

    [GeneratedRegex(@"^(?:case|practice)\s+(?:study|studies|example)(?:\s+\d{1,2})?\s*[:–—-]?$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex BareStudy();

    // Some letters box a further theme ("Places and spaces: highly effective practice"); it is no study of a child.
    [GeneratedRegex(@"^[^:.]{3,60}:\s*(?:areas?\s+of\s+)?(?:highly\s+|most\s+)?effective\s+practice$|^[^:.]{3,60}:\s*areas?\s+for\s+improvement$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex OtherStudy();

    [GeneratedRegex(@"effective\s+practice|good\s+practice|for\s+(?:priority\s+action|improvement)", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex StudyKind();

    [GeneratedRegex(@"(?:^|\s)(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|that|which|is|are|as|into|between)$", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex OpenEnd();
}
