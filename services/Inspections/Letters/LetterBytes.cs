using System.Text;

namespace Jtai.Letters;

/// <summary>What kind of file a letter came in, told from its bytes and never from its name, and the text of one that is text.</summary>
public static class LetterBytes
{
    /// <summary>Ten times the longest letter published.</summary>
    public const int MaxTextBytes = 1024 * 1024;

    // Readers accept a PDF whose header starts within the first kilobyte.
    public static bool IsPdf(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, 1024)].IndexOf("%PDF-"u8) >= 0;

    /// <summary>Text in UTF-8 or UTF-16, with a byte order mark or without, or in Windows-1252.</summary>
    /// <exception cref="UnreadableLetterException">It is too large, or no text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (OtherKind(bytes) is { } kind)
        {
            throw new UnreadableLetterException($"The file is {kind}, and neither PDF nor text.");
        }

        if (bytes.Length > MaxTextBytes)
        {
            throw new UnreadableLetterException($"The text is larger than {MaxTextBytes / 1024 / 1024} MB, which is no letter.");
        }

        var text = Characters(bytes);
        var odd = text.Count(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f' or '\v' or '\u0085'));
        return odd <= text.Length / 200
            ? text.Replace('\v', '\n')
            : throw new UnreadableLetterException("The file is neither PDF nor text.");
    }

    /// <summary>What people hand in by mistake, by how it begins; null for anything else.</summary>
    private static string? OtherKind(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "a Word document or an archive",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "an old Word document or a saved message",
        [(byte)'{', (byte)'\\', (byte)'r', (byte)'t', (byte)'f', ..] => "a document in rich text",
        [0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..]
            or [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a picture",
        _ => null,
    };

    private static string Characters(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        // No letter has a NUL; every second byte of English in UTF-16 is one.
        var head = bytes[..Math.Min(bytes.Length, 1024)];
        if (head.Count((byte)0) > head.Length / 3)
        {
            return (bytes[0] == 0 ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(bytes);
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            // Text saved by older Windows programs.
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }
}
