using System.Security.Cryptography;
using System.Text;

namespace Jtai.Letters;

/// <summary>The bytes of a letter turned into text, page by page, whatever kind of file they came in.</summary>
/// <param name="Pages">Text of each page; one entry for plain text.</param>
/// <param name="IsPaged">Whether the pages are those of a document; text in one piece has none.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hexadecimal.</param>
internal sealed record LetterSource(IReadOnlyList<string> Pages, bool IsPaged, string Sha256)
{
    private const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Ten times the longest letter published.</summary>
    public const int MaxTextBytes = 1024 * 1024;

    public static async Task<byte[]> ReadBytesAsync(Stream stream, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            if (kept.Length + read > MaxBytes)
            {
                throw TooLarge();
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    public static async Task<LetterSource> OpenAsync(byte[] bytes, CancellationToken cancellation)
    {
        if (bytes.Length > MaxBytes)
        {
            throw TooLarge();
        }

        if (bytes.Length == 0)
        {
            throw new UnreadableLetterException("The file is empty.");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var isPdf = IsPdf(bytes);
        var text = isPdf ? await PdfText.ReadAsync(bytes, cancellation) : DecodeText(bytes);
        if (isPdf && string.IsNullOrWhiteSpace(text))
        {
            throw new UnreadableLetterException("The PDF holds no text, only pictures of pages or nothing.");
        }

        // Text taken from a PDF by a program has its pages too: a form feed ends each.
        var pages = TextRepair.Of(text).Split('\f');
        LetterLimits.Demand(pages.Length, LetterLimits.Pages, "pages");
        return new(pages.Length > 1 && string.IsNullOrWhiteSpace(pages[^1]) ? pages[..^1] : pages, isPdf || pages.Length > 1, hash);
    }

    // Readers accept a PDF whose header starts within the first kilobyte.
    private static bool IsPdf(byte[] bytes) => bytes.AsSpan(0, Math.Min(bytes.Length, 1024)).IndexOf("%PDF-"u8) >= 0;

    private static string DecodeText(byte[] bytes)
    {
        if (bytes.Length > MaxTextBytes)
        {
            throw new UnreadableLetterException($"The text is larger than {MaxTextBytes / 1024 / 1024} MB, which is no letter.");
        }

        if (bytes.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            throw new UnreadableLetterException("The file is neither PDF nor text; if it is a Word document, save it as PDF first.");
        }

        var text = Decode(bytes);
        var odd = text.Count(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f' or '\v' or '\u0085'));
        return odd <= text.Length / 200
            ? text.Replace('\v', '\n')
            : throw new UnreadableLetterException("The file is neither PDF nor text.");
    }

    private static string Decode(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
        }

        if (bytes is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2);
        }

        // No letter has a NUL; every second byte of English in UTF-16 is one.
        if (bytes.AsSpan(0, Math.Min(bytes.Length, 1024)).Count((byte)0) > Math.Min(bytes.Length, 1024) / 3)
        {
            return (bytes[0] == 0 ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(bytes);
        }

        try
        {
            var start = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException)
        {
            // Text saved by older Windows programs.
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }

    private static UnreadableLetterException TooLarge() =>
        new($"The file is larger than {MaxBytes / 1024 / 1024} MB, which is no letter.");
}
