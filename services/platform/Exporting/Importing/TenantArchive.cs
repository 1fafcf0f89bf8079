using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Jtai.Errors;
using Jtai.Exporting.V1;

namespace Jtai.Exporting;

/// <summary>
/// An archive as somebody brought it: every entry is bounded, counted and hashed before anything of it is used. Names are compared
/// and never lead anywhere on disk.
/// </summary>
internal sealed partial class TenantArchive : IDisposable
{
    private const int Form = 1;
    private const int MostEntries = 200_000;
    private const int MostManifestBytes = 64 * 1024 * 1024;
    private const int MostLineBytes = 128 * 1024 * 1024;
    private const string ManifestName = "manifest.json";
    private const string HashName = "manifest.sha256";
    private const string SchemaName = "schema.json";

    private readonly ZipArchive zip;
    private readonly Dictionary<string, (ExportedEntry Said, ZipArchiveEntry Entry)> entries;

    private TenantArchive(ZipArchive zip, ExportManifest manifest, Dictionary<string, (ExportedEntry, ZipArchiveEntry)> entries) =>
        (this.zip, Manifest, this.entries) = (zip, manifest, entries);

    public ExportManifest Manifest { get; }

    /// <param name="path">Of the file.</param>
    /// <exception cref="StartRefused">It is not a whole archive of an export.</exception>
    public static async Task<TenantArchive> OpenAsync(string path)
    {
        ZipArchive? zip = null;
        try
        {
            zip = await ZipFile.OpenReadAsync(path);
            return await OpenAsync(zip);
        }
        catch (Exception failure)
        {
            zip?.Dispose();
            throw failure switch
            {
                StartRefused => failure,
                InvalidDataException or InvalidProtocolBufferException or InvalidJsonException or DecoderFallbackException => Refusal("is not a whole archive of an export", failure),
                IOException or UnauthorizedAccessException => new StartRefused($"The file {path} cannot be read. Give the path of the archive.", failure),
                _ => failure,
            };
        }
    }

    public void Dispose() => zip.Dispose();

    public bool Has(string entry) => entries.ContainsKey(entry);

    /// <summary>The bytes of an entry that was checked.</summary>
    public Task<Stream> OpenEntryAsync(string entry) => entries[entry].Entry.OpenAsync();

    public long RowsOf(string entry) => entries[entry].Said.Rows;

    public async Task<ExportSchema?> SchemaOfAsync(string service)
    {
        var text = await ReadAsync(entries[SchemaName].Entry, MostManifestBytes);
        return JsonParser.Default.Parse<ExportSchemas>(Encoding.UTF8.GetString(text)).Services.SingleOrDefault(schema => schema.Service == service);
    }

    private static async Task<TenantArchive> OpenAsync(ZipArchive zip)
    {
        var all = zip.Entries.ToArray();
        if (all is not [.. var before, { FullName: ManifestName } last, { FullName: HashName } itsHash] || all.Length > MostEntries)
        {
            throw Refusal("does not end with its manifest: its download broke off");
        }

        var bytes = await ReadAsync(last, MostManifestBytes);
        if (!Encoding.UTF8.GetString(await ReadAsync(itsHash, 100)).Equals(Hex(SHA256.HashData(bytes)) + "\n", StringComparison.Ordinal))
        {
            throw Refusal($"was changed: {ManifestName} is not what {HashName} says");
        }

        var manifest = JsonParser.Default.Parse<ExportManifest>(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        if (manifest.Format != Form)
        {
            throw Refusal($"has the form {manifest.Format}, and this release reads form {Form}. Import it with the release that made it, then upgrade");
        }

        if (!before.Select(entry => entry.FullName).SequenceEqual(manifest.Entries.Select(entry => entry.Name)))
        {
            throw Refusal("was changed: its entries are not those of its manifest");
        }

        var entries = new Dictionary<string, (ExportedEntry, ZipArchiveEntry)>();
        foreach (var (said, entry) in manifest.Entries.Zip(before))
        {
            if (!Name().IsMatch(said.Name) || !entries.TryAdd(said.Name, (said, entry)))
            {
                throw Refusal("holds an entry that no export has, or one twice");
            }

            await CheckAsync(said, entry);
        }

        return entries.ContainsKey(SchemaName) ? new TenantArchive(zip, manifest, entries) : throw Refusal($"has no {SchemaName}");
    }

    private static async Task CheckAsync(ExportedEntry said, ZipArchiveEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var content = await entry.OpenAsync();
        var buffer = new byte[65_536];
        var (bytes, rows, line) = (0L, 0L, 0L);
        while (await content.ReadAsync(buffer) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            bytes += read;
            if (said.Name.EndsWith(".jsonl", StringComparison.Ordinal))
            {
                rows += buffer.AsSpan(0, read).Count((byte)'\n');
                var last = buffer.AsSpan(0, read).LastIndexOf((byte)'\n');
                line = last < 0 ? line + read : read - last - 1;
            }

            if (bytes > said.Bytes || line > MostLineBytes)
            {
                break;
            }
        }

        var sha256 = Hex(hash.GetHashAndReset());
        if (bytes != said.Bytes || rows != said.Rows || line != 0 || sha256 != said.Sha256
            || (said.Name.StartsWith("files/", StringComparison.Ordinal) && said.Name != "files/" + sha256))
        {
            throw Refusal($"was changed: {said.Name} is not what its manifest says");
        }
    }

    private static async Task<byte[]> ReadAsync(ZipArchiveEntry entry, int most)
    {
        await using var content = await entry.OpenAsync();
        using var bytes = new MemoryStream();
        var buffer = new byte[65_536];
        while (await content.ReadAsync(buffer) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > most)
            {
                throw Refusal($"holds too large an entry {entry.Name}");
            }
        }

        return bytes.ToArray();
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static StartRefused Refusal(string why, Exception? cause = null) => new($"This archive {why}. Nothing was saved.", cause);

    [GeneratedRegex(@"^(?:README\.txt|schema\.json|(?:partners|inspections|actions|reporting|register)/[a-z-]{1,60}\.jsonl|files/[0-9a-f]{64})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
