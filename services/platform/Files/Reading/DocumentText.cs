using System.Text;
using Jtai.Field;
using Jtai.Reading;

namespace Jtai.Files;

/// <summary>
/// Reads the text inside a document, within bounds, and says what it seems to hold. It helps people not to keep a child's identifier by
/// mistake: who hides one from it will find a way.
/// </summary>
internal static class DocumentText
{
    /// <summary>By the clock, for one file.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    private static readonly PdfLimits Pdf = new(Pages: 5_000, CpuSeconds: 30, MostTime);

    private const string LookYourself = "Make sure yourself that no child can be known by it.";

    /// <param name="content">Can seek; read asynchronously.</param>
    /// <param name="kind">What it was recognised as.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What its text seems to hold; and in words what could not be looked at, else an empty text.</returns>
    /// <exception cref="FileRefused">It holds an NHS number.</exception>
    public static async Task<(ChildIdentifier Found, string Note)> SearchAsync(Stream content, FileKind kind, CancellationToken ct)
    {
        var search = new TextSearch();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(MostTime);
        var isWhole = false;
        try
        {
            isWhole = await ReadAsync(content, kind, depth: 0, search, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // What was read until then is searched.
        }

        search.Finish();
        return search.HoldsNhsNumber
            ? throw new FileRefused(NhsNumber.Refusal("This file"))
            : (search.Found, kind switch
            {
                FileKind.Png or FileKind.Jpeg => $"Nothing is read in a picture. {LookYourself}",
                _ when search.IsCut => $"Only the first {TextSearch.MostCharacters / 1_000_000} million characters of this file were looked through. {LookYourself}",
                _ when !isWhole => $"Not all of this file could be read. {LookYourself}",
                _ when !search.HoldsText => $"No text was found in this file: it may be a scan. {LookYourself}",
                _ => "",
            });
    }

    /// <returns>False where some of it could not be read.</returns>
    internal static async Task<bool> ReadAsync(Stream content, FileKind kind, int depth, TextSearch search, CancellationToken ct)
    {
        content.Position = 0;
        try
        {
            switch (kind)
            {
                case FileKind.Pdf:
                    await PdfToText.ReadAsync(content, Pdf, (written, token) => ReadPlainAsync(written, search, text => text, token), ct);
                    return true;
                case FileKind.Word or FileKind.Excel or FileKind.PowerPoint:
                    return await OfficeText.ReadAsync(content, depth, search, ct);
                case FileKind.Mail:
                    return await MailText.ReadAsync(content, depth, search, ct);
                case FileKind.Csv or FileKind.Text:
                    return await ReadPlainAsync(content, search, kind == FileKind.Csv ? new CsvText().Of : text => text, ct);
                default:
                    return false;
            }
        }
        catch (UnreadablePdf failure)
        {
            return failure.Fault == PdfFault.NoReader ? throw new InvalidOperationException(failure.Message) : false;
        }
    }

    /// <summary>UTF-8 where nothing else is said, or UTF-16 by its mark. In what Windows writes beside it, accents are lost and nothing else.</summary>
    /// <returns>False where the search has enough.</returns>
    internal static async Task<bool> ReadPlainAsync(
        Stream content, TextSearch search, Func<ReadOnlyMemory<char>, ReadOnlyMemory<char>> shown, CancellationToken ct, Encoding? encoding = null)
    {
        using var reader = new StreamReader(content, encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 16 * 1024, leaveOpen: true);
        var buffer = new char[8 * 1024];
        for (int count; !search.IsDone && (count = await reader.ReadAsync(buffer, ct)) > 0;)
        {
            search.Add(shown(buffer.AsMemory(0, count)).Span);
        }

        return !search.IsDone;
    }

    /// <summary>As any other table: a tab between cells, and no quotes around them.</summary>
    private sealed class CsvText
    {
        private bool isQuoted;

        public ReadOnlyMemory<char> Of(ReadOnlyMemory<char> text)
        {
            var cells = new char[text.Length];
            for (var at = 0; at < cells.Length; at++)
            {
                isQuoted ^= text.Span[at] == '"';
                cells[at] = text.Span[at] switch { '"' => ' ', ',' or ';' when !isQuoted => '\t', var character => character };
            }

            return cells;
        }
    }
}
