using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Jtai.Portal.Hosting;

/// <summary>
/// On a page: its form ends with a file, which the page reads itself, from the network on. It is never held whole, in memory or on
/// disk. Everything else of the form, the token and the key too, stands before it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesFileAttribute : Attribute;

/// <summary>The file of a posted form, to be read once and forward.</summary>
/// <param name="Name">As the person's machine calls it.</param>
/// <param name="Size">Bytes; null where the browser did not say how long the form is.</param>
/// <param name="Content">From its first byte.</param>
public sealed record FileOfForm(string Name, long? Size, Stream Content)
{
    /// <summary>Null where none was chosen.</summary>
    public static FileOfForm? Of(HttpContext context) => context.Features.Get<FileOfForm>();
}

/// <summary>Reads the fields of such a form, before anything else asks for them, and leaves the file where it is.</summary>
internal sealed class FieldsBeforeFile(RequestDelegate next)
{
    private const int MostFields = 100;
    private const int MostCharacters = 20_000;

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.GetEndpoint()?.Metadata.GetMetadata<TakesFileAttribute>() is null || !HttpMethods.IsPost(request.Method)
            || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 70 } boundary)
        {
            await next(context);
            return;
        }

        var (fields, file) = await ReadAsync(request, boundary);
        context.Features.Set<IFormFeature>(new FormFeature(new FormCollection(fields)));
        context.Features.Set(file);
        await next(context);
        if (file is not null && !context.RequestAborted.IsCancellationRequested)
        {
            // A browser shows no answer before it has sent everything.
            await file.Content.DrainAsync(context.RequestAborted);
        }
    }

    private static async Task<(Dictionary<string, StringValues> Fields, FileOfForm? File)> ReadAsync(HttpRequest request, string boundary)
    {
        var ct = request.HttpContext.RequestAborted;
        var reader = new MultipartReader(boundary, new CountedStream(request.Body));
        var fields = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        for (var number = 0; number < MostFields && await reader.ReadNextSectionAsync(ct) is { } section; number++)
        {
            if (section.GetContentDispositionHeader() is not { } disposition)
            {
                throw new BadHttpRequestException("A part of the form has no name.");
            }

            if (disposition.IsFileDisposition())
            {
                var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                return (fields, string.IsNullOrEmpty(name) ? null : new FileOfForm(name, SizeOf(request, section, boundary), section.Body));
            }

            var field = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            fields[field] = StringValues.Concat(fields.GetValueOrDefault(field), await ReadTextAsync(section, ct));
        }

        return (fields, null);
    }

    private static async Task<string> ReadTextAsync(MultipartSection section, CancellationToken ct)
    {
        using var reader = new StreamReader(section.Body, leaveOpen: true);
        var text = new char[MostCharacters];
        var length = await reader.ReadBlockAsync(text, ct);
        return length < MostCharacters ? new string(text, 0, length) : throw new BadHttpRequestException("A field of the form is too long.");
    }

    // What is left of the form, but for the line that ends it: "\r\n--boundary--\r\n".
    private static long? SizeOf(HttpRequest request, MultipartSection section, string boundary) =>
        request.ContentLength - section.BaseStreamOffset - (boundary.Length + 8);

    /// <summary>Says how much was read, so that the reader knows where a part begins.</summary>
    private sealed class CountedStream(Stream inner) : Stream
    {
        private long count;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => count;
            set => throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"A form is read forward, from {count}."));
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            count += read;
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A form is read asynchronously.");

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
