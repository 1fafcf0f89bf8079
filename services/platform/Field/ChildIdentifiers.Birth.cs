using System.Text.RegularExpressions;

namespace Jtai.Field;

// Dates of birth. An adult's is one too, as is a birthday without its year.
public static partial class ChildIdentifiers
{
    private const string Month =
        "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

    private const string BirthWords = @"(?:d[./ ]?o[./ ]?b|dates?[\s-]of[\s-]birth|birth[\s-]?date|birthday)";

    private static bool HasDateOfBirth(string text, int from) =>
        HoldsAnnounced(text, from, BirthWord(), Day(), BeforeBirth(), _ => true) || DayOfBirth().IsMatch(text, from);

    [GeneratedRegex($@"\b(?:{BirthWords}|born)\b|\(b\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BirthWord();

    private const string WrittenDay =
        @"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}"
        + $@"|\d{{1,2}}(?:st|nd|rd|th)?[\s-]{{0,2}}(?:of\s)?{Month}(?:[\s,.'-]{{1,3}}(?:\d{{4}}|\d{{2}}))?"
        + $@"|{Month}\s{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?(?:[\s,]{{1,3}}\d{{4}})?)";

    // After the word itself, digits alone are a day too.
    [GeneratedRegex(
        $@"\b(?:{WrittenDay}|\d{{8}}|\d{{6}}|\d{{1,2}}\s\d{{1,2}}\s(?:\d{{4}}|\d{{2}}))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Day();

    // "born on Monday the 12th", "born in Taunton on", "date of birth is": not "born between", "date of birth to be checked by".
    [GeneratedRegex(
        @"\A[\s:;=(,.""'|-]*(?:(?:is|was|on|the|in|at|to|as|given|recorded|[a-z]{3,6}day|(?-i:\p{Lu}\p{Ll}{1,15}))\b[\s:(,.-]{0,3}){0,5}\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BeforeBirth();

    [GeneratedRegex(
        $@"\b{WrittenDay}[ ,(-]{{1,4}}(?:(?:is|was|his|her|their|the|a|child's)\s){{0,3}}{BirthWords}\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DayOfBirth();
}
