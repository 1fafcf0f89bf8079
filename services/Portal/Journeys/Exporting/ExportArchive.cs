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
internal sealed class ExportArchive(ZipArchive zip, string tenantId)
{
    private const int Form = 1;

    // The first that a zip can say.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation("  "));

    private readonly ExportManifest manifest = new() { Format = Form, TenantId = tenantId };
    private readonly ExportSchemas schemas = new();
    private readonly HashSet<string> files = [];

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
        await using (var content = isNew ? await CreateAsync(name, ct) : Stream.Null)
        {
            while ((more = await parts.MoveNext(ct)) && parts.Current.PartCase == ExportPart.PartOneofCase.Content)
            {
                var bytes = parts.Current.Content.Memory;
                await content.WriteAsync(bytes, ct);
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
        await using (var content = await CreateAsync(name, ct))
        {
            await content.WriteAsync(bytes, ct);
        }

        if (!name.StartsWith("manifest.", StringComparison.Ordinal))
        {
            manifest.Entries.Add(new ExportedEntry { Name = name, Bytes = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) });
        }
    }

    private Task<Stream> CreateAsync(string name, CancellationToken ct)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        return entry.OpenAsync(ct);
    }
}
