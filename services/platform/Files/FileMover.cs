using System.Security.Cryptography;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files;

/// <summary>
/// Moves a tenant's files to another store while they are read and new ones are put in. It may be broken off anywhere and begun again:
/// a file is in its old store until all of it was read back from the new one and has the record's hash.
/// </summary>
public sealed class FileMover(Database database, StoredFiles files, FileStores stores, TimeProvider clock)
{
    private const int AtOnce = 100;

    // Copies that are older than the one are made anew; a run that would last longer than the other ends. So what a run relies on is
    // younger than what the clean-up takes, and than what an earlier run, held up somewhere, may still take away.
    private static readonly TimeSpan OldCopy = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(12);

    /// <param name="tenantId">Whose files; their new ones go to the new store from now on.</param>
    /// <param name="storeName">The new store.</param>
    /// <param name="ct">Breaks off.</param>
    /// <returns>How many were moved, and how many were not: still arriving, erased, damaged, or another move has begun.</returns>
    public async Task<(int Moved, int Left)> MoveAsync(TenantId tenantId, string storeName, CancellationToken ct)
    {
        var target = stores.Of(storeName);
        var (moveId, begun) = (Guid.NewGuid(), clock.GetUtcNow());
        await database.ExecuteAsync(
            TenantScope.Of(tenantId),
            """
            insert into file_place (tenant_id, store, move_id) values (@tenantId, @Name, @moveId)
            on conflict (tenant_id) do update set store = @Name, move_id = @moveId
            """,
            new { tenantId, target.Name, moveId },
            ct);
        var (moved, left, last) = (0, 0, Guid.Empty);
        while (clock.GetUtcNow() - begun < LongestRun && await NextAsync(tenantId, target, last, ct) is { Count: > 0 } some)
        {
            foreach (var file in some)
            {
                last = file.FileId;
                if (file.State != FileState.Receiving && await MoveAsync(file, target, moveId, begun, ct))
                {
                    moved++;
                }
                else
                {
                    left++;
                }
            }
        }

        return (moved, left);
    }

    private Task<IReadOnlyList<StoredFile>> NextAsync(TenantId tenantId, IFileStore target, Guid after, CancellationToken ct) =>
        database.QueryAsync<StoredFile>(
            TenantScope.Of(tenantId),
            $"""
            select {StoredFiles.Columns} from stored_file
            where tenant_id = @tenantId and file_id > @after and store <> @Name and state <> 'Refused' order by file_id limit {AtOnce}
            """,
            new { tenantId, after, target.Name },
            ct);

    private async Task<bool> MoveAsync(StoredFile file, IFileStore target, Guid moveId, DateTimeOffset begun, CancellationToken ct)
    {
        byte[] key;
        try
        {
            key = await files.KeyAsync(file, ct);
        }
        catch (Refused)
        {
            // Erased: it is the clean-up's.
            return false;
        }

        var source = stores.Of(file.Store);
        await target.DeleteAsync(file.TenantId, file.FileId, begun - OldCopy, ct);
        if (!await CopyAsync(file, source, target, ct) || !await IsWholeAsync(file, target, key, ct))
        {
            return false;
        }

        await target.FinishAsync(file, ct);
        var flipped = await database.QuerySingleOrDefaultAsync<int?>(
            TenantScope.Of(file.TenantId),
            """
            update stored_file set store = @Name
            where tenant_id = @TenantId and file_id = @FileId and store = @Store and state <> 'Refused'
              and exists (select from file_place where tenant_id = @TenantId and move_id = @moveId)
            returning 1
            """,
            new { file.TenantId, file.FileId, file.Store, target.Name, moveId },
            ct) is not null;
        if (flipped)
        {
            // Whoever reads it at this moment looks where it is now.
            await source.DeleteAsync(file.TenantId, file.FileId, null, ct);
        }

        // Else it was deleted or refused meanwhile, or another move has begun: the copy is the clean-up's.
        return flipped;
    }

    private static async Task<bool> CopyAsync(StoredFile file, IFileStore source, IFileStore target, CancellationToken ct)
    {
        using var buffer = new ChunkBuffer();
        for (var number = 0; number < file.Chunks; number++)
        {
            if (await source.ReadAsync(file.TenantId, file.FileId, number, buffer.Bytes, ct) is not { } length)
            {
                return false;
            }

            await target.AddAsync(file.TenantId, file.FileId, number, buffer.Bytes[..length], ct);
        }

        return true;
    }

    private static async Task<bool> IsWholeAsync(StoredFile file, IFileStore target, byte[] key, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var sealedChunk = new ChunkBuffer();
        using var plain = new ChunkBuffer();
        for (var number = 0; number < file.Chunks; number++)
        {
            var length = await target.ReadAsync(file.TenantId, file.FileId, number, sealedChunk.Bytes, ct) ?? 0;
            try
            {
                length = SealedChunk.Open(key, file.TenantId, file.FileId, number, sealedChunk.Bytes.Span[..length], plain.Bytes.Span);
                hash.AppendData(plain.Bytes.Span[..length]);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        return hash.GetHashAndReset().AsSpan().SequenceEqual(file.Sha256);
    }
}
