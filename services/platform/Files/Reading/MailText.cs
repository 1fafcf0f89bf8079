using System.Text;
using MimeKit;
using MimeKit.IO;
using MimeKit.IO.Filters;

namespace Jtai.Files;

/// <summary>
/// The text of a saved mail: its subject, and its parts one by one, decoded as they are read; what is attached to it is recognised and
/// read as if it had been put in by itself.
/// </summary>
internal sealed class MailText : MimeReader
{
    private const int MostNesting = 2;
    private const int MostHeaders = 10_000;
    private const int MostParts = 200;

    private readonly TextSearch search;
    private readonly List<Part> parts = [];
    private readonly HeaderList headers = [];
    private int headersRead;
    private ContentType type = new("text", "plain");
    private long begin;

    private MailText(Stream content, TextSearch search)
        : base(content, MimeFormat.Entity) => this.search = search;

    /// <returns>False where some of it could not be read.</returns>
    public static async Task<bool> ReadAsync(Stream content, int depth, TextSearch search, CancellationToken ct)
    {
        var mail = new MailText(content, search);
        var isWhole = true;
        try
        {
            await mail.ReadMessageAsync(ct);
        }
        catch (Exception failure) when (failure is FormatException or InvalidDataException)
        {
            isWhole = false;
        }

        foreach (var part in mail.parts.TakeWhile(_ => !search.IsDone))
        {
            isWhole &= await ReadAsync(content, part, depth, search, ct);
        }

        return isWhole;
    }

    protected override Task OnHeadersBeginAsync(long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        headers.Clear();
        return Task.CompletedTask;
    }

    protected override Task OnHeaderReadAsync(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (++headersRead > MostHeaders)
        {
            throw new InvalidDataException();
        }

        if (header.Id is HeaderId.ContentTransferEncoding or HeaderId.ContentDisposition)
        {
            headers.Add(header);
        }
        else if (header.Id == HeaderId.Subject)
        {
            search.Add($"{header.Value}\n");
        }

        return Task.CompletedTask;
    }

    protected override Task OnMimePartBeginAsync(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        type = contentType;
        return Task.CompletedTask;
    }

    protected override Task OnMimePartContentBeginAsync(long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        begin = beginOffset;
        return Task.CompletedTask;
    }

    protected override Task OnMimePartContentEndAsync(
        long beginOffset, int beginLineNumber, long endOffset, int lines, NewLineFormat? newLineFormat, CancellationToken cancellationToken)
    {
        var name = ContentDisposition.TryParse(headers[HeaderId.ContentDisposition] ?? "", out var disposition) && disposition.FileName is { } given
            ? given
            : type.Name ?? "";
        parts.Add(parts.Count < MostParts
            ? new Part(type, name, headers[HeaderId.ContentTransferEncoding] ?? "", begin, endOffset - begin)
            : throw new InvalidDataException());
        return Task.CompletedTask;
    }

    private static async Task<bool> ReadAsync(Stream content, Part part, int depth, TextSearch search, CancellationToken ct)
    {
        search.Add($"\n{part.Name}\n");
        Stream Decoded()
        {
            var decoded = new FilteredStream(new Slice(content, part.Begin, part.Length));
            decoded.Add(DecoderFilter.Create(part.Encoding));
            return decoded;
        }

        if (part.Name.Length == 0 && part.Type.IsMimeType("text", "*"))
        {
            await using var text = Decoded();
            return await DocumentText.ReadPlainAsync(
                text, search, part.Type.IsMimeType("text", "html") ? new HtmlText().Of : written => written, ct, part.Type.CharsetEncoding);
        }

        if (depth == MostNesting)
        {
            return false;
        }

        await using var attached = new RewindingStream(() => Task.FromResult(Decoded()), await LengthAsync(Decoded(), ct));
        try
        {
            return await DocumentText.ReadAsync(attached, await FileRecognition.RecogniseAsync(attached, part.Name, ct), depth + 1, search, ct);
        }
        catch (FileRefused)
        {
            return false;
        }
    }

    private static async Task<long> LengthAsync(Stream stream, CancellationToken ct)
    {
        await using var read = stream;
        var buffer = new byte[16 * 1024];
        var length = 0L;
        for (int count; (count = await read.ReadAsync(buffer, ct)) > 0;)
        {
            length += count;
        }

        return length;
    }

    /// <summary>Where one part lies in the mail, still encoded.</summary>
    private sealed record Part(ContentType Type, string Name, string Encoding, long Begin, long Length);
}
