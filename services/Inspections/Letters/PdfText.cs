using System.Text;
using Jtai.Reading;

namespace Jtai.Letters;

/// <summary>Text of a letter that is a PDF.</summary>
internal static class PdfText
{
    private const int MaxOutputBytes = LetterBytes.MaxTextBytes;
    private static readonly PdfLimits Limits = new(LetterLimits.Pages, CpuSeconds: 5, TimeSpan.FromSeconds(30));

    public static async Task<string> ReadAsync(byte[] pdf, CancellationToken cancellation)
    {
        using var whole = new MemoryStream(pdf);
        using var text = new MemoryStream();
        try
        {
            await PdfToText.ReadAsync(whole, Limits, (written, ct) => TakeAsync(written, text, ct), cancellation);
        }
        catch (UnreadablePdf failure)
        {
            throw new UnreadableLetterException(WhyItFailed(failure.Fault), failure);
        }

        if (text.Length > MaxOutputBytes)
        {
            throw new UnreadableLetterException($"The PDF holds more than {MaxOutputBytes / 1024 / 1024} MB of text, which is no letter.");
        }

        var output = text.ToArray();
        return output.AsSpan().Count((byte)'\f') < Limits.Pages
            ? Encoding.UTF8.GetString(output)
            : throw new UnreadableLetterException($"The PDF has {Limits.Pages} pages or more, which is no letter.");
    }

    private static async Task<bool> TakeAsync(Stream written, MemoryStream text, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        for (int read; text.Length <= MaxOutputBytes && (read = await written.ReadAsync(buffer, cancellation)) > 0;)
        {
            text.Write(buffer, 0, read);
        }

        return text.Length <= MaxOutputBytes;
    }

    private static string WhyItFailed(PdfFault fault) => fault switch
    {
        PdfFault.NoReader => "PDFs are read with pdftotext, prlimit and setpriv, one of which is missing: install the packages poppler-utils and util-linux.",
        PdfFault.Encrypted => "The PDF is encrypted with a password.",
        PdfFault.Forbidden => "The PDF forbids taking its text.",
        PdfFault.TooCostly => "The PDF needs more memory or time than a letter may.",
        _ => "The PDF is damaged and cannot be read.",
    };
}
