using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Exporting.V1;

namespace Jtai.Portal.Journeys.Exporting;

/// <summary>
/// Writes an archive of what the services send, entry by entry and never more than a part of one in memory. Of the same records it is
/// the same bytes: entries in one order, without the time.
/// </summary>
internal sealed class ExportArchive : IDisposable
{
    private const int Form = 1;

    // The first that a zip can say.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation("  "));

    private readonly Stream target;
    private readonly ArchiveBytes made = new();
    private readonly ZipArchive zip;
    private readonly ExportManifest manifest;
    private readonly ExportSchemas schemas = new();
    private readonly HashSet<string> files = [];

    /// <param name="tenantId">Whose export it is.</param>
    /// <param name="target">Takes the archive's bytes.</param>
    public ExportArchive(string tenantId, Stream target)
    {
        (this.target, manifest) = (target, new() { Format = Form, TenantId = tenantId });
        zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>All of it. What breaks off has no end: no program opens it.</summary>
    public async Task WriteAsync(IReadOnlyList<IAsyncStreamReader<ExportPart>> services, CancellationToken ct)
    {
        await AddAsync("README.txt", ExportWords.ReadMe, ct);
        foreach (var parts in services)
        {
            await AddAsync(parts, ct);
        }

        await AddAsync("schema.json", Json.Format(schemas) + "\n", ct);
        var said = Json.Format(manifest) + "\n";
        await AddAsync("manifest.json", said, ct);
        await AddAsync("manifest.sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said))) + "\n", ct);
        zip.Dispose();
        await made.DrainAsync(target, ct);
    }

    /// <summary>What was not sent is gone.</summary>
    public void Dispose()
    {
        zip.Dispose();
        made.Dispose();
    }

    /// <summary>All that a service sends after its first part, which is the current one and its schema.</summary>
    private async Task AddAsync(IAsyncStreamReader<ExportPart> parts, CancellationToken ct)
    {
        schemas.Services.Add(parts.Current.Schema);
        var more = await parts.MoveNext(ct);
        while (more && parts.Current.PartCase == ExportPart.PartOneofCase.Entry)
        {
            more = await AddEntryAsync(parts.Current.Entry, parts, ct);
        }

        if (!more || parts.Current.PartCase != ExportPart.PartOneofCase.End)
        {
            throw new InvalidDataException("A service broke off.");
        }
    }

    private async Task<bool> AddEntryAsync(string name, IAsyncStreamReader<ExportPart> parts, CancellationToken ct)
    {
        // Two services may keep the same file.
        var isNew = !name.StartsWith("files/", StringComparison.Ordinal) || files.Add(name);
        var hasRows = name.EndsWith(".jsonl", StringComparison.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var entry = new ExportedEntry { Name = name };
        bool more;
        using (var content = isNew ? Create(name) : Stream.Null)
        {
            while ((more = await parts.MoveNext(ct)) && parts.Current.PartCase == ExportPart.PartOneofCase.Content)
            {
                var bytes = parts.Current.Content.Memory;
                content.Write(bytes.Span);
                await made.DrainAsync(target, ct);
                hash.AppendData(bytes.Span);
                entry.Bytes += bytes.Length;
                entry.Rows += hasRows ? bytes.Span.Count((byte)'\n') : 0;
            }
        }

        entry.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (isNew)
        {
            manifest.Entries.Add(entry);
        }

        return more;
    }

    private async Task AddAsync(string name, string text, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using (var content = Create(name))
        {
            content.Write(bytes);
        }

        await made.DrainAsync(target, ct);

        if (!name.StartsWith("manifest.", StringComparison.Ordinal))
        {
            manifest.Entries.Add(new ExportedEntry { Name = name, Bytes = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) });
        }
    }

    private Stream Create(string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        return entry.Open();
    }
}

/// <summary>
/// Holds what the zip has made until it is sent: the zip writes without waiting when an entry ends, which no response allows.
/// </summary>
internal sealed class ArchiveBytes : Stream
{
    private readonly ArrayBufferWriter<byte> held = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public async Task DrainAsync(Stream target, CancellationToken ct)
    {
        await target.WriteAsync(held.WrittenMemory, ct);
        held.ResetWrittenCount();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => held.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
