using System.Globalization;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>The mark before an item of a list and what follows it.</summary>
/// <param name="Glyph">The mark; for ordinals their kind, of which there are those in <see cref="Ordinal"/>.</param>
/// <param name="Text">The words after it; empty when the mark stands alone on its line.</param>
/// <param name="TextIndent">Column at which the words start.</param>
internal readonly record struct Bullet(string Glyph, string Text, int TextIndent)
{
    public bool IsDash => Glyph is "-" or "–" or "—" or "−" or "‐" or "‑";
}

/// <summary>
/// Recognises list marks. Word letters use a dozen glyphs, some from private-use fonts, so any symbol that cannot open a
/// sentence counts; marks that could (a dash, a star, "o", a number) count only inside a list, and a sign or letter that
/// stands for a mark (what fonts and scanners make of it) only where the letter uses it so.
/// </summary>
internal sealed partial class Bullets
{
    private const int Repeated = 2;

    private readonly Dictionary<string, int> odd = [];

    public Bullets(List<Line> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (OddMark(lines[i].Text) is { } mark)
            {
                var afterHeading = i > 0 && Headings.Recognise(lines[i - 1].Text) is not null;
                odd[mark] = odd.GetValueOrDefault(mark) + (afterHeading ? Repeated : 1);
            }
        }
    }

    /// <summary>Whether the line starts with a symbol that is nothing but a list mark.</summary>
    public static bool HasGlyph(string text) =>
        text.Length > 0 && IsGlyph(text[0]) && (text.Length == 1 || text[1] == ' ' || (IsPlainGlyph(text[0]) && char.IsLetterOrDigit(text[1])));

    /// <summary>Reads the mark at the start of a line; <paramref name="inList"/> admits the ambiguous ones.</summary>
    public Bullet? Read(Line line, bool inList)
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

        if (OddMark(text) is { } mark && odd.GetValueOrDefault(mark) >= Repeated)
        {
            return Take(line, mark, mark.Length);
        }

        return Ordinal.Read(text, null) is { } ordinal ? Take(line, ordinal.Kind, ordinal.Length) : null;
    }

    private static Bullet Take(Line line, string glyph, int length)
    {
        var rest = line.Text[length..].TrimStart();
        return new(glyph, rest, line.Indent + (rest.Length == 0 ? 2 : line.Text.Length - rest.Length));
    }

    private static string? OddMark(string text) =>
        Odd().Match(text) is { Success: true } match ? match.Groups["mark"].Value : null;

    // Geometric shapes, dingbats and arrows; Unicode files some of the squares under mathematics.
    private static bool IsGlyph(char c) => IsPlainGlyph(c) || char.GetUnicodeCategory(c) is UnicodeCategory.OtherSymbol;

    // These stand in no word and no sum, so an item may touch them.
    private static bool IsPlainGlyph(char c) => c is '•' or '·' or '‣' or '∙' or (>= '\u2190' and <= '\u21FF') or (>= '\u2500' and <= '\u27FF')
        or (>= '\u2900' and <= '\u2BFF') || char.GetUnicodeCategory(c) is UnicodeCategory.PrivateUse;

    // One to three signs, or a single letter that is no English word; a sign may touch a capital.
    [GeneratedRegex(@"^(?:(?<mark>[^\w\s‘“'""(\[£$€&@%.,;:?!’”)…]{1,3}|_)(?:\s+(?=\S)|(?=\p{Lu}))|(?<mark>[.,;:?!@€]|\([^\w\s]\))\s+(?=\S)|(?<mark>[b-hj-np-zB-HJ-ZÀ-ÿ�]|[o0]\))\s+(?=[\p{L}‘“]))", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Odd();
}
