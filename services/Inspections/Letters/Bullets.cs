using System.Globalization;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>The mark before an item of a list and what follows it.</summary>
/// <param name="Glyph">The mark; numbers and letters all count as one kind.</param>
/// <param name="Text">The words after it; empty when the mark stands alone on its line.</param>
/// <param name="TextIndent">Column at which the words start.</param>
internal readonly record struct Bullet(string Glyph, string Text, int TextIndent)
{
    public bool IsDash => Glyph is "-" or "–" or "—" or "−" or "‐" or "‑";
}

/// <summary>
/// Recognises list marks. Word letters use a dozen glyphs, some from private-use fonts, so any symbol that cannot open a
/// sentence counts; marks that could (a dash, a star, "o", a number) count only inside a list.
/// </summary>
internal static partial class Bullets
{
    public const string Number = "1.";

    /// <summary>Whether the line starts with a symbol that is nothing but a list mark.</summary>
    public static bool HasGlyph(string text) => text.Length > 0 && IsGlyph(text[0]) && (text.Length == 1 || text[1] == ' ');

    /// <summary>Reads the mark at the start of a line; <paramref name="inList"/> admits the ambiguous ones.</summary>
    public static Bullet? Read(Line line, bool inList)
    {
        var text = line.Text;
        if (HasGlyph(text))
        {
            return Take(line, text[..1], 1);
        }

        if (!inList)
        {
            return null;
        }

        if (text[0] is '-' or '–' or '—' or '−' or '‐' or '‑' or '*' or 'o' && (text.Length == 1 || text[1] == ' '))
        {
            return Take(line, text[..1], 1);
        }

        var number = Numbered().Match(text);
        return number.Success ? Take(line, Number, number.Length) : null;
    }

    /// <summary>The ordinal of a numbered item ("3." is 3), or null.</summary>
    public static int? OrdinalOf(string text) =>
        Numbered().Match(text) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, out var ordinal) ? ordinal : null;

    private static Bullet Take(Line line, string glyph, int length)
    {
        var rest = line.Text[length..].TrimStart();
        return new(glyph, rest, line.Indent + (rest.Length == 0 ? 2 : line.Text.Length - rest.Length));
    }

    // Geometric shapes, dingbats and arrows; Unicode files some of the squares under mathematics.
    private static bool IsGlyph(char c) => c is '•' or '·' or '‣' or '∙' or (>= '\u2190' and <= '\u21FF') or (>= '\u2500' and <= '\u27FF') or (>= '\u2900' and <= '\u2BFF')
        || char.GetUnicodeCategory(c) is UnicodeCategory.PrivateUse or UnicodeCategory.OtherSymbol;

    [GeneratedRegex(@"^\(?(\d{1,2})[.)]\s+(?=\S)", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Numbered();
}
