using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>
/// Undoes what programs do to the characters of a text on its way: marks that nobody sees, letters joined into one sign,
/// accents set apart, UTF-8 taken for Windows-1252.
/// </summary>
internal static partial class TextRepair
{
    // Word's usual fonts join letters into signs that PDFs then name after another alphabet.
    private static readonly (string Sign, string Letters)[] Joined =
        [("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬅ", "st"), ("ﬆ", "st"), ("Ɵ", "ti"), ("Ʃ", "tt"), ("ƫ", "tti")];

    private const double MostlyQuoted = 0.9;

    public static string Of(string text)
    {
        text = FromWindows(text);
        text = Entity().IsMatch(text) ? WebUtility.HtmlDecode(text) : text;
        text = Unquoted(text);
        text = SoftBreak().Replace(text, "");
        text = Unseen().Replace(text, "");
        foreach (var (sign, letters) in Joined)
        {
            text = text.Replace(sign, letters, StringComparison.Ordinal);
        }

        text = WithLostLetters(text);
        return text.IsNormalized() ? text : text.Normalize();
    }

    // A bullet or an apostrophe in UTF-8, read byte by byte, is "â€" and a third sign.
    private static string FromWindows(string text)
    {
        if (!text.Contains("â€", StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(windows.GetBytes(text));
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    // A mail program puts ">" before each line of what it answers.
    private static string Unquoted(string text)
    {
        var lines = text.Split('\n');
        var said = lines.Count(line => !string.IsNullOrWhiteSpace(line));
        var quoted = lines.Count(line => line.StartsWith('>'));
        return quoted == 0 || quoted < said * MostlyQuoted ? text : string.Join('\n', lines.Select(line => line.TrimStart('>', ' ')));
    }

    // Every letter speaks of its findings: the sign that stands before "ndings" stands for "fi" everywhere.
    private static string WithLostLetters(string text)
    {
        foreach (var sign in LostLetters().Matches(text).Select(match => match.Groups[1].Value).Distinct().Take(3))
        {
            text = text.Replace(sign, "fi", StringComparison.Ordinal);
        }

        return text;
    }

    [GeneratedRegex(@"&(?:nbsp|bull|middot|rsquo|lsquo|rdquo|ldquo|ndash|mdash|amp|#\d{2,5});", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Entity();

    // A soft hyphen at the end of a line joins the halves of its word.
    [GeneratedRegex(@"[\u00AD\u2010]?\u00AD[ \t]*\r?\n[ \t]*(?=\p{L})", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex SoftBreak();

    [GeneratedRegex(@"[\0\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFE00-\uFE0F\uFEFF]", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"(?<![\p{L}\p{M}])([^\s\x00-\x7F•·–—‘’“”])ndings?\b", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex LostLetters();
}
