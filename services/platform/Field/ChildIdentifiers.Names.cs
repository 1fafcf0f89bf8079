using System.Text.RegularExpressions;

namespace Jtai.Field;

// Names or initials with an age. What is written as a name is any word with a capital that is not among PlanWords: a list of given names
// would leave out most families.
public static partial class ChildIdentifiers
{
    private static bool HasNameWithAge(string text, int from) =>
        ((Regex[])[Aged(), InBrackets(), AfterComma(), Called()]).Any(pattern => Holds(text, from, pattern)) || HasTableOfAges(text);

    private static bool Holds(string text, int from, Regex pattern)
    {
        for (var match = pattern.Match(text, from); match.Success; match = match.NextMatch())
        {
            if (IsSubject(match) && !GoesOn().IsMatch(Following(text, match.Index + match.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSubject(Match match)
    {
        var (name, initials) = (match.Groups["name"], match.Groups["initials"]);
        return (!name.Success || !(PlanWords.Contains(name.Value) || EndsAsPlanWords(name.ValueSpan)))
            && (!initials.Success || !Abbreviations.Contains(initials.Value));
    }

    private static ReadOnlySpan<char> Following(string text, int from) => text.AsSpan(from, Math.Min(24, text.Length - from));

    // A table or form with a column for names and one for ages.
    private static bool HasTableOfAges(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var (names, ages) = (false, false);
            foreach (var range in line.SplitAny('\t', '|'))
            {
                var cell = line[range].Trim(" \".:*");
                names |= NameHeading().IsMatch(cell);
                ages |= AgeHeading().IsMatch(cell);
            }

            if (names && ages)
            {
                return true;
            }
        }

        return false;
    }

    private const string Digits = "(?:1[0-7]|[0-9])";
    // Without a word for age: a bracket with 0 is a count.
    private const string Bare = "(?:1[0-7]|[1-9])";

    private const string Age = $"(?:{Digits}|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen))";
    private const string Unit = "(?i:years?|yrs?|months?|mths?|weeks?|wks?)";

    // "7 years old", "7-year-old", "7yrs", "7yo".
    private const string Old = $@"(?:{Age}[\s-]{{0,2}}{Unit}[\s-]{{0,2}}(?i:old|of\sage)|{Digits}\s?(?i:yrs?|y/?o))";

    // "Jamie", "Jamie S", "J.S.", "JS"; children whom a review calls "Child A". Three initials need their dots.
    private const string Subject =
        @"(?:(?i:child|baby|infant|sibling|young\sperson|yp|pupil|boy|girl)\s(?:[A-Z]{1,2}|[0-9]{1,2})|(?<name>\p{Lu}\p{Ll}{1,20}(?:['-]\p{L}{1,20}){0,2})(?:\s\p{Lu}\.?)?"
        + @"|(?:\p{Lu}\.\s?){1,3}\p{Lu}?|(?<initials>\p{Lu}{2}))";

    [GeneratedRegex(
        $@"\b(?:{Subject}|[B-HJ-Z]|A,|\p{{Lu}}{{3}})[\s,;:(-]{{1,4}}(?:(?i:who|is|was|now|currently|only|just|then|a|an|the|turned|turns)\s){{0,3}}(?:(?i:aged?|age\sof)[\s:]{{1,2}}{Age}|{Old})\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Aged();

    [GeneratedRegex(
        $@"\b{Subject},?\s{{0,2}}\(\s?(?:(?i:f|m|male|female|boy|girl)[\s,/]{{0,2}})?(?:(?i:aged?)\s)?{Bare}\s?(?i:years?|yrs?|y|m|f|,\s?(?:male|female|boy|girl|m|f))?(?:\s?(?:,|and|&)\s?{Bare}){{0,3}}\s?\)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex InBrackets();

    // "Tom, 6" where the sentence stops or goes on about Tom.
    [GeneratedRegex(
        $@"\b{Subject},\s{{1,2}}{Bare}(?:\s?[,;:)!?]|\.?\s?\z|\.?\s?[\r\n]|\.\s|\s(?:and|who|was|is|has|had|lives|told|said)\b)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AfterComma();

    // "a boy of 6 called Tom", "six-year-old Tom".
    [GeneratedRegex(
        $@"\b(?:(?i:boy|girl|child|son|daughter|baby|pupil|brother|sister)\s(?:(?i:of|aged)\s){Age}[\s,]{{1,2}}(?i:called|named|known\sas)|{Old}(?:\s(?i:boy|girl|child|son|daughter|baby|pupil|brother|sister))?,?(?:\s(?i:called|named|known\sas))?)\s{Subject}\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Called();

    // A range or a list of numbers is nobody's age.
    [GeneratedRegex(
        @"\A(?:\s(?:years?|months?))?\s?(?:(?:to|-|/|and|or|through)\s?(?:[0-9]|over|above|under|below|older|younger|up)|\+|s?\sand\s(?:over|under)|[,\s]{1,2}[0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex GoesOn();

    [GeneratedRegex(@"\A(?:full\s|first\s|given\s|last\s)?(?:child|names?|child's\sname|name\sof\s(?:the\s)?child|initials|surname|forenames?|pupil|young\sperson)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NameHeading();

    [GeneratedRegex(@"\A(?:current\s|child's\s)?age(?:\s?\(?(?:in\s)?(?:years|yrs)\)?)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AgeHeading();
}
