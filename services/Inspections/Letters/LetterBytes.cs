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
        if (bytes.Length > MaxTextBytes)
        {
            throw new UnreadableLetterException($"The text is larger than {MaxTextBytes / 1024 / 1024} MB, which is no letter.");
        }

        if (bytes.StartsWith("PK\x03\x04"u8))
        {
            throw new UnreadableLetterException("The file is neither PDF nor text; if it is a Word document, save it as PDF first.");
        }

        var text = Characters(bytes);
        var odd = text.Count(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f' or '\v' or '\u0085'));
        return odd <= text.Length / 200
            ? text.Replace('\v', '\n')
            : throw new UnreadableLetterException("The file is neither PDF nor text.");
    }

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
