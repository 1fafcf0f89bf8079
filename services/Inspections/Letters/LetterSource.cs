using System.Security.Cryptography;

namespace Jtai.Letters;

/// <summary>The bytes of a letter turned into text, page by page, whatever kind of file they came in.</summary>
/// <param name="Pages">Text of each page; one entry for plain text.</param>
/// <param name="IsPaged">Whether the pages are those of a document; text in one piece has none.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hexadecimal.</param>
internal sealed record LetterSource(IReadOnlyList<string> Pages, bool IsPaged, string Sha256)
{
    private const int MaxBytes = 20 * 1024 * 1024;

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
        var isPdf = LetterBytes.IsPdf(bytes);
        var text = isPdf ? await PdfText.ReadAsync(bytes, cancellation) : LetterBytes.Decode(bytes);
        if (isPdf && string.IsNullOrWhiteSpace(text))
        {
            throw new UnreadableLetterException("The PDF holds no text, only pictures of pages or nothing.");
        }

        // Text taken from a PDF by a program has its pages too: a form feed ends each.
        var pages = TextRepair.Of(text).Split('\f');
        LetterLimits.Demand(pages.Length, LetterLimits.Pages, "pages");
        return new(pages.Length > 1 && string.IsNullOrWhiteSpace(pages[^1]) ? pages[..^1] : pages, isPdf || pages.Length > 1, hash);
    }

    private static UnreadableLetterException TooLarge() =>
        new($"The file is larger than {MaxBytes / 1024 / 1024} MB, which is no letter.");
}
