using System.Globalization;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>A number, letter or Roman number before an item.</summary>
/// <param name="Kind">"1", "1.1", "1.1.1", "a" or "i", from the outermost to the innermost.</param>
/// <param name="Value">Its place in its row, from 1.</param>
/// <param name="Length">Characters that it takes, space included.</param>
internal sealed partial record Ordinal(string Kind, int Value, int Length)
{
    /// <summary>A number without a dot or bracket; it counts only where the row is unbroken.</summary>
    public bool IsBare { get; private init; }

    private static readonly string[] Kinds = ["1", "1.1", "1.1.1", "a", "i"];

    public static bool IsKind(string glyph) => Kinds.Contains(glyph);

    /// <summary>Whether points marked <paramref name="inner"/> are nested in items marked <paramref name="outer"/>.</summary>
    public static bool IsNested(string inner, string outer) => Array.IndexOf(Kinds, inner) > Array.IndexOf(Kinds, outer);

    /// <summary>Reads the ordinal at the start of a line; after "h" an "i" is a letter, which <paramref name="lastLetter"/> (8) tells.</summary>
    public static Ordinal? Read(string text, int? lastLetter)
    {
        var match = Start().Match(text);
        if (!match.Success)
        {
            return null;
        }

        if (match.Groups["number"].Success)
        {
            var parts = match.Groups["number"].Value.Split('.');
            return new(Kinds[parts.Length - 1], int.Parse(parts[^1], CultureInfo.InvariantCulture), match.Length) { IsBare = match.Groups["bare"].Success };
        }

        var letters = match.Groups["letters"].Value.ToLowerInvariant();
        var letter = letters.Length == 1 ? letters[0] - 'a' + 1 : 0;
        var roman = Array.IndexOf(Romans, letters) + 1;
        if (roman > 0 && (letter == 0 || letter != lastLetter + 1))
        {
            return new("i", roman, match.Length);
        }

        return letter > 0 ? new("a", letter, match.Length) : null;
    }

    private static readonly string[] Romans =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"];

    [GeneratedRegex(
        @"^(?:(?:(?-i:[A-Z]{1,4})\s?)?[(#[]?(?<number>\d{1,2})(?:[.):\]]\s+|\s?[–—-]\s+|[.)](?=\p{Lu}))|(?<number>\d{1,2}(?:\.\d{1,2}){1,2})[.)]?\s+|(?<bare>#?(?<number>\d{1,2})\s+(?=\p{Lu}))|\(?(?<letters>[a-z]|[ivx]{2,5})[.)]\s+)(?=\S)",
        RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Start();
}
