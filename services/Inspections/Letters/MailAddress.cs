using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>An e-mail address in running text, also one that was broken over two lines.</summary>
internal static partial class MailAddress
{
    public static string? In(string text) => Whole().Match(text) is { Success: true } match ? match.Value : null;

    /// <summary>Joins addresses that a line break or a program took apart; none holds a space.</summary>
    public static string Mend(string text)
    {
        text = SpelledOut().Replace(text, "@");
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return text;
        }

        text = AroundAt().Replace(text, "@");
        text = InDomain().Replace(text, ".");
        return InName().Replace(text, "");
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<=[A-Za-z0-9])\s?[(\[]at[)\]]\s?(?=[A-Za-z0-9-]{1,63}\.)", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex SpelledOut();

    [GeneratedRegex(@"(?<=[A-Za-z0-9])(?:\s*@\s+|\s+@\s*)(?=[A-Za-z0-9-]{1,63}\s?\.)", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex AroundAt();

    // "@inspectorate. example by": what goes on in small letters and is a domain's last part or has another dot.
    [GeneratedRegex(@"(?<=@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3})(?:\.\s+|\s+\.\s?)(?=(?:[a-z0-9-]{2,63}\.)+[a-z]{2,10}\b|(?:uk|gov|nhs|org|com|net|police|co|ac|example|invalid)\b)", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex InDomain();

    // A hyphen between a small letter and a capital is the line break's own: "StatementOf-Action@".
    [GeneratedRegex(@"(?<=[a-z])-\s?(?=(?:[A-Z][a-z]+){1,6}@)", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex InName();
}
