using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files;

/// <summary>What is kept of files: their record, and their bytes for whoever may have them.</summary>
public sealed class StoredFiles(Database database, FileKeys keys, FileStores stores)
{
    internal const string Columns =
        """
        tenant_id, file_id, name, kind, size, received, sha256, state, why, found, scan_tries, store, key_id, subject, capacity, agency_id,
        created_at, changed_at, version
        """;

    internal FileStores Stores => stores;

    /// <returns>Null where there is none in this tenant.</returns>
    public Task<StoredFile?> FindAsync(TenantId tenantId, Guid fileId, CancellationToken ct) =>
        database.QuerySingleOrDefaultAsync<StoredFile>(
            TenantScope.Of(tenantId),
            $"select {Columns} from stored_file where tenant_id = @tenantId and file_id = @fileId",
            new { tenantId, fileId },
            ct);

    /// <exception cref="NotFound">There is none in this tenant.</exception>
    public async Task<StoredFile> GetAsync(TenantId tenantId, Guid fileId, CancellationToken ct) =>
        await FindAsync(tenantId, fileId, ct) ?? throw new NotFound("file");

    /// <summary>The bytes of a clean file, to be read asynchronously: as they were put in, or <see cref="DamagedFile"/>.</summary>
    /// <exception cref="NotFound">There is none in this tenant.</exception>
    /// <exception cref="Refused">It is not clean, or was erased.</exception>
    public async Task<(StoredFile File, Stream Content)> OpenAsync(TenantId tenantId, Guid fileId, CancellationToken ct)
    {
        var file = await GetAsync(tenantId, fileId, ct);
        file.RequireReadable();
        return (file, await ContentAsync(file, ct));
    }

    /// <summary>The bytes of a file in whichever state: for those who check it.</summary>
    internal async Task<FileContent> ContentAsync(StoredFile file, CancellationToken ct) => new(this, file, await KeyAsync(file, ct));

    internal async Task<byte[]> KeyAsync(StoredFile file, CancellationToken ct) => keys.Plain(
        await database.QuerySingleOrDefaultAsync<FileKey>(
            TenantScope.Of(file.TenantId),
            "select tenant_id, key_id, wrapped, master from file_key where tenant_id = @TenantId and key_id = @KeyId",
            new { file.TenantId, file.KeyId },
            ct) ?? throw new NotFound("file"));
}
