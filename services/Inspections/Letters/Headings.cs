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

/// <summary>What a heading opens.</summary>
/// <param name="Section">The part of the letter.</param>
/// <param name="IsLoose">Known words with others around them: a heading only where it stands as one.</param>
/// <param name="NeedsList">It opens the list only where a list follows.</param>
/// <param name="IsBox">Otherwise it is the title of a box.</param>
internal readonly record struct KnownHeading(Section Section, bool IsLoose = false, bool NeedsList = false, bool IsBox = false);

/// <summary>Headings by their wording (the known ones) and by their shape (sub-headings, which are free words).</summary>
internal static partial class Headings
{
    /// <summary>In characters; no known heading is longer.</summary>
    public const int Longest = 110;

    private const int LongestPart = 60;

    private static readonly Section[] Named =
        [Section.Context, Section.Headline, Section.Priority, Section.Improvements, Section.Strengths, Section.MainFindings, Section.NextSteps];

    /// <summary>The section that a line opens when it is, as a whole, a known heading; otherwise null.</summary>
    public static KnownHeading? Recognise(string line)
    {
        if (line.Length is 0 or > Longest)
        {
            return null;
        }

        var words = Words(line);
        if (!char.IsUpper(words.FirstOrDefault(char.IsLetter, ' ')))
        {
            return null;
        }

        if (Study().IsMatch(line))
        {
            return new(Section.Study);
        }

        if (Exact(words) is { } exact)
        {
            return new(exact);
        }

        var isBox = OtherStudy().IsMatch(line);
        // "… these areas for improvement:" is the beginning of a sentence.
        if (!line.EndsWith(':') && Part(words) is { } part)
        {
            return part with { IsBox = isBox };
        }

        return isBox ? new(Section.Other) : null;
    }

    /// <summary>The heading's own words, without number, mark-up, footnote mark and "(continued)".</summary>
    public static string Words(string line)
    {
        var words = Before().Replace(line, "", 1);
        words = After().Replace(words.Length == 0 ? line : words, "").Replace(" ?", "?", StringComparison.Ordinal);
        // A footnote mark may stand before the question mark.
        words = words.EndsWith('?') ? After().Replace(words[..^1], "") + "?" : words;
        return words.Length == 0 ? line : words;
    }

    /// <summary>Whether a line has the shape of a heading: short, opening with a capital, not ending as a sentence does.</summary>
    public static bool HasShape(string line) =>
        line.Length is > 2 and <= 90
        && (char.IsUpper(line.FirstOrDefault(char.IsLetter, ' ')) || char.IsDigit(line[0]))
        && line[^1] is not ('.' or ',' or ';' or ':' or '!' or '-' or '–')
        && line.AsSpan().Count(' ') < 14
        && !EndsOpen(line);

    /// <summary>Whether a line ends on a word that cannot end a sentence or a heading ("of", "the").</summary>
    public static bool EndsOpen(string line) => OpenEnd().IsMatch(line);

    /// <summary>Whether a line speaks of one of the lists, so that as a sub-heading it may stand for another list's heading.</summary>
    public static bool NamesAList(string line) => ListWord().IsMatch(line);

    /// <summary>Whether the heading is printed in the singular ("Area for priority action").</summary>
    public static bool IsSingular(string heading) => heading.StartsWith("Area ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a study's heading still waits for the line that says what it shows.</summary>
    public static bool IsBareStudy(string line) => BareStudy().IsMatch(line);

    /// <summary>Whether a line says what a study shows ("Highly effective practice", "Area for improvement").</summary>
    public static bool NamesStudyKind(string line) => line.Length < 80 && StudyKind().IsMatch(line);

    private static Section? Exact(string words)
    {
        var bare = words.TrimEnd('?', ' ');
        if (LetterSpaced().IsMatch(bare))
        {
            bare = bare.Replace(" ", "", StringComparison.Ordinal);
        }

        return SectionOf(Known().Match(bare));
    }

    // "Early help strengths", "Early help: what needs to improve?", "Areas for improvement for the partnership".
    private static KnownHeading? Part(string words)
    {
        var colon = words.IndexOfAny([':', '–', '—']);
        if (colon is > 2 and < LongestPart && char.IsLetter(words[0]) && Exact(words[(colon + 1)..].Trim()) is { } after && ItemLists.IsList(after))
        {
            return new(after, IsLoose: true, NeedsList: true);
        }

        var bare = words.TrimEnd('?', ' ');
        if (SectionOf(KnownOfPart().Match(bare)) is { } ofPart)
        {
            return new(ofPart, IsLoose: true, NeedsList: false);
        }

        return SectionOf(KnownInPart().Match(bare)) is { } inPart ? new(inPart, IsLoose: true, NeedsList: true) : null;
    }

    private static Section? SectionOf(Match match) =>
        match.Success ? Array.Find(Named, section => match.Groups[section.ToString()].Success) : null;

    // What a heading is made of. A blank may be missing where letters were spaced; "fi" where the font lost it.
    private const string Which = @"(?:(?:key|main|further|other|specific|additional|identified|shared|local|overall|partnership|multi-agency|the)\ *)?";
    private const string Area = @"(?:areas?|area\(s\)|aspects?|points?|matters?|issues?|things|practice)\ *";
    private const string That = @"(?:for|of|to|requiring|needing|in\ *need\ *of|(?:that|which|where\ *practice|where\ *partners)\ *(?:needs?|requires?|must|should)(?:\ *to)?(?:\ *be)?)\ *";
    private const string PriorityWords = $@"{Which}{Area}{That}(?:immediate\ *|urgent\ *|and\ *)*(?:priority\ *)?(?:action\(s\)|actions?)|{Which}(?:immediate\ *|urgent\ *)?priority\ *actions?(?:\ *(?:areas?|points?|required|needed))?|priority\ *areas?\ *for\ *action|what\ *needs\ *(?:immediate|urgent|priority)\ *(?:action|attention)";
    private const string ImproveWords = $@"{Which}{Area}{That}(?:further\ *|continued\ *|practice\ *|be\ *)*(?:improv(?:e|ed|ing|ement|ements)|develop(?:|ed|ing|ment|ments))|what\ *(?:needs?|must|has|should|could)\ *(?:to\ *)?(?:be\ *|get\ *)?(?:further\ *|continued\ *)?(?:improv(?:e|ed|ing|ement)|develop(?:ed|ing|ment)?|better|change)(?:\ *(?:further|next|now))?|(?:areas?\ *)?where\ *(?:improvements?\ *(?:is|are)\ *(?:needed|required)|practice\ *needs\ *to\ *improve)|what\ *does\ *the\ *(?:local\ *)?(?:area\ *)?partnership\ *need\ *to\ *(?:improve|do\ *better)|(?:needs?|requires?)\ *improvement|improvements?\ *(?:needed|required)|(?:required|needed)\ *improvements?|what\ *(?:the\ *)?(?:local\ *)?(?:area\ *)?(?:partnership|partners|agencies|leaders)\ *needs?\ *to\ *(?:improve|do\ *better|develop)";
    private const string StrengthWords = $@"(?:{Which}|areas?\ *of\ *)strengths?(?:\ *and\ *(?:good|effective)\ *practice)?|areas?\ *of\ *(?:good|effective|strong)\ *practice|what\ *(?:is\ *|was\ *|are\ *)?(?:partners\ *do|agencies\ *do|works|worked|working|done|went|going|goes)\ *well";
    private const string Findings = @"(?:fi|\S)?\ ?nding";

    [GeneratedRegex(
        $"""
        ^(?:
          (?<Context>context|background|introduction)
        | (?<Headline>(?:headline|summary\ *of(?:\ *key)?|summary\ *of\ *the|overall)\ *{Findings}s?|headlines?)
        | (?<Priority>{PriorityWords})
        | (?<Improvements>{ImproveWords})
        | (?<Strengths>{StrengthWords})
        | (?<MainFindings>(?:main|key|detailed)\ *{Findings}s?)
        | (?<NextSteps>next\ *steps?)
        )$
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, LetterLimits.PatternMilliseconds)]
    private static partial Regex Known();

    [GeneratedRegex(
        $"""
        ^(?:(?<Priority>{PriorityWords})|(?<Improvements>{ImproveWords})|(?<Strengths>{StrengthWords}))
        (?:\ (?:for|in|of|by|across|within|identified|found|noted)\ [^.;:?!]{"{2,60}"}|\ ?[:–—-]\ [^.;:?!]{"{2,60}"}|\ \([^.;:?!()]{"{2,60}"}\))$
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, LetterLimits.PatternMilliseconds)]
    private static partial Regex KnownOfPart();

    [GeneratedRegex(
        """
        ^[\w’'&,-]+(?:\ (?!(?:on|of|from|to|in|for|with|against|towards|into|our|their|its)\ )[\w’'&,-]+){0,5}
        \ (?:(?<Priority>areas?\ for\ priority\ action|priority\ actions?)|(?<Improvements>areas?\ for\ (?:improvement|development))|(?<Strengths>strengths))$|^(?<Strengths>(?:good|positive|strong)\ practice)$
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, LetterLimits.PatternMilliseconds)]
    private static partial Regex KnownInPart();

    // Number, mark-up or list mark before a heading.
    [GeneratedRegex(
        @"^(?:(?:_|[^\w\s(]|\((?=\w{2}))+\s*|(?:section|part|annex|appendix)\s+(?:\d{1,2}|[a-z])\s*[:.–—-]\s*|\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[ivx]{1,5}|[a-z])[.):]+\s*|\d{1,2}(?:\.\d{1,2}){0,2}\s+)+",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Before();

    // Footnote mark, mark-up, closing sign, "(continued)", "cont'd" after it.
    [GeneratedRegex(
        @"(?:[\s*_#:.!""”’'\]|=†‡¹²³⁰⁴-⁹–—-]|\[(?:foot)?(?:note)?\s*\d{1,2}\]|\((?:(?:see\s)?footnote\s)?\d{1,2}\)|\((?:page|p\.)\s*\d{1,3}\)|\d|\(?\bcont(?:inued|[’']d|d)?\b\.?\)?)+$",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex After();

    [GeneratedRegex(@"^\S(?:\s\S){5,}$", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex LetterSpaced();

    [GeneratedRegex(@"\b(?:improv|strength|priorit|recommend|good\s+practice|working\s+well|works\s+well|develop(?:ment)?s?\b|concerns?\b|weakness|findings?\b|actions?\b|next\s+steps)", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex ListWord();

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
