using System.Text.RegularExpressions;

namespace Jtai.Field;

// Numbers of cases, records, pupils and crimes, as agencies' systems give them.
public static partial class ChildIdentifiers
{
    private static bool HasCaseId(string text, int from) =>
        PupilNumber().IsMatch(text, from) || CrimeNumber().IsMatch(text, from)
        || HoldsAnnounced(text, from, CaseWord(), Number(), BeforeNumber(), IsCaseNumber);

    // Four digits or more that are no year, no day and no reference of ours.
    private static bool IsCaseNumber(ReadOnlySpan<char> value)
    {
        var digits = 0;
        foreach (var character in value)
        {
            digits += char.IsAsciiDigit(character) ? 1 : 0;
        }

        return digits >= 4 && !OtherNumber().IsMatch(value);
    }

    // Systems by their names; what a number belongs to only where it is called one ("pupil no.").
    [GeneratedRegex(
        @"\b(?:(?:lcs|ics|mosaic|liquid\s?logic|care\s?first|care\s?director|eclipse|capita\sone|azeus|system?one|rio|emis|ehm|niche|athena|childview|upn|uln|crn|mrn|pnc"
        + @"|unique\s(?:pupil|learner)\snumber|case)(?:[\s.:-]{0,2}(?:no|number|id|ref|reference))?"
        + @"|(?:case|crime|client|child|children's|pupil|patient|person|custody|occurrence|incident|hospital|referral|record|file|police|cin|cp|lac|cla)"
        + @"(?:\s(?:case|file|record))?[\s.:-]{0,2}(?:no|number|num|id|ref|reference|identifier))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CaseWord();

    [GeneratedRegex(@"\b[a-z]{0,4}[/-]?\d[\da-z/-]{3,24}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"\A[\s:#.(=-]{0,4}(?:(?:id|ids|no|nos|number|num|ref|reference|case|record|file|client|person|child|pupil|is|was)\b[\s:#.(=-]{0,4}){0,4}\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BeforeNumber();

    [GeneratedRegex(
        @"\A(?:(?:19|20)\d\d(?:[/-]\d{2,4})?|\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}|[A-Z]{3}-\d{4}-[A-Z]\d{2,5})\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OtherNumber();

    // A letter, eleven digits, a digit or letter: nothing else is written so.
    [GeneratedRegex(@"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PupilNumber();

    // The courts' unique reference. A "URN" of digits alone is a school's or a provider's, and public.
    [GeneratedRegex(
        @"\b(?:URN[\s:.#-]{1,3}(?:(?:no|number|is)[\s:.]{1,2})?[\dA-Z]{1,8}(?:/[\dA-Z]{2,9}){1,3}|\d{2}[A-Z]{2}\d{6,9})\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CrimeNumber();
}
