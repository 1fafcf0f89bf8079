using System.Text.RegularExpressions;

namespace Jtai.Field;

/// <summary>
/// Finds NHS numbers in free text: ten digits, in one run, with single spaces, hyphens or dots between them, or as pasted from a
/// table, whose last digit is the check digit (NHS Data Dictionary: weights 10 to 2, modulo 11). One in eleven other ten-digit numbers
/// passes too: refusing those is the price of holding no child's identifier.
/// </summary>
public static partial class NhsNumber
{
    public static bool IsIn(string text)
    {
        var plain = FoldedText.Of(text).Replace('-', ' ');
        return Grouped().Matches(plain).Concat(DigitByDigit().Matches(plain)).Concat(Run().Matches(plain)).Any(match => IsValid(match.Value));
    }

    /// <summary>
    /// The same in a document, which may hold tables of counts: a number that is split as they are counts only after the letters NHS.
    /// </summary>
    public static bool IsInDocument(string text)
    {
        if (Usual().Matches(FoldedText.Of(text).Replace('-', ' ')).Any(match => IsValid(match.Value)))
        {
            return true;
        }

        for (var at = 0; (at = text.IndexOf("NHS", at, StringComparison.OrdinalIgnoreCase)) >= 0; at += "NHS".Length)
        {
            if (IsIn(text.Substring(at, Math.Min(AfterItsName, text.Length - at))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a person is told whose text holds one; it does not repeat the number.</summary>
    /// <param name="called">What a person calls the field, at the start of a sentence, e.g. "The title".</param>
    public static string Refusal(string called) => $"{called} seems to hold an NHS number. Take it out: no child's details are kept here.";

    // Characters: the words of a form, and the number with a box for each digit.
    private const int AfterItsName = 80;

    private static bool IsValid(string candidate)
    {
        var digits = candidate.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();
        if (digits.Length != 10)
        {
            return false;
        }

        var sum = digits.Take(9).Select((digit, index) => digit * (10 - index)).Sum();
        var check = 11 - (sum % 11);
        return (check == 11 ? 0 : check) == digits[9];
    }

    // As it is printed, 3-3-4, even where other numbers stand beside it, or digit by digit as forms have it: from a table, with
    // tabs, line breaks, bars, slashes or brackets in between. In no other grouping, as dates and counts would pass for numbers.
    private const string Between = @"[\s./\\()\[\]{}|,;:_]";

    [GeneratedRegex($"(?<![0-9])[0-9]{{3}}{Between}{{0,6}}[0-9]{{3}}{Between}{{0,6}}[0-9]{{4}}(?![0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Grouped();

    [GeneratedRegex($"(?<![0-9])[0-9](?:{Between}{{1,6}}[0-9]){{9}}(?![0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DigitByDigit();

    // In one run, or 3-3-4 with single spaces, standing alone.
    [GeneratedRegex(@"(?<![0-9]|[0-9] )(?:[0-9]{10}|[0-9]{3} [0-9]{3} [0-9]{4})(?! ?[0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Usual();

    // Grouped in any other way, standing alone.
    [GeneratedRegex(@"(?<![0-9]|[0-9][ .])[0-9](?:[ .]?[0-9]){9}(?![ .]?[0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Run();
}
