using System.Security.Cryptography;
using Dapper;
using Google.Protobuf;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files;

/// <summary>
/// What is to be put in: the name as its user has it, its length, its SHA-256 where it is known before, and its id where that is the
/// one of the record that it belongs to.
/// </summary>
public sealed record NewFile(string Name, long Size, byte[]? Sha256 = null, Guid? FileId = null);

/// <summary>What a slice answers, and what it saves in the same transaction.</summary>
public sealed record Saving<TReply>(TReply Reply, IReadOnlyList<Change> Changes, string Sql = "", object? Args = null);

/// <summary>
/// Puts files in: begin, append, complete. It can be broken off anywhere and gone on with, in any replica, until a day has passed
/// without a byte.
/// </summary>
public sealed partial class FileUploads(
    Database database, StoredFiles files, FileKeys keys, FileStores stores, FilesSettings settings, FileScanning scanning, TimeProvider clock)
{
    /// <summary>Every offset is a multiple of it, and every append but the last as long as a multiple of it.</summary>
    public const int ChunkBytes = SealedChunk.PlainBytes;

    public const int MostBytesAtOnce = 4 * ChunkBytes;

    /// <summary>Of one tenant, at a time.</summary>
    public const int MostOpen = 20;

    /// <summary>Files of one tenant that may wait to be checked.</summary>
    public const int MostWaiting = 200;

    private const string Insert =
        """
        select require_file_room(@file_tenant, @file_size, @file_most_open, @file_most_bytes);
        insert into stored_file (tenant_id, file_id, name, size, sha256, state, store, key_id, subject, capacity, agency_id, created_at, changed_at)
        values (@file_tenant, @file_id, @file_name, @file_size, @file_sha256, 'Receiving', @file_store, @file_key, @file_subject, @file_capacity,
          @file_agency, @file_now, @file_now);

        """;

    private const string Completed =
        """
        with done as (
          update stored_file set state = 'Scanning', sha256 = @file_sha256, changed_at = @file_now, version = version + 1
          where tenant_id = @file_tenant and file_id = @file_id and version = @file_version and state = 'Receiving' returning 1)
        select require_changed(exists (select from done));
        select add_job(@file_tenant, @file_job, @file_id, @file_most_waiting);

        """;

    private const string Deleted =
        """
        with gone as (delete from stored_file where tenant_id = @file_tenant and file_id = @file_id and version = @file_version returning 1)
        select require_changed(exists (select from gone));
        delete from job where tenant_id = @file_tenant and kind = @file_job and job_id = @file_id;

        """;

    /// <summary>Makes the record of a file whose bytes are to come.</summary>
    /// <param name="write">The caller alone may append and complete.</param>
    /// <param name="wanted">What is to come.</param>
    /// <param name="saving">From the new record; others need not be told before it is complete.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="Invalid">The name or the size cannot be accepted.</exception>
    /// <exception cref="Refused">Too many uploads are open, or there is no room.</exception>
    public async Task<TReply> BeginAsync<TReply>(Write write, NewFile wanted, Func<StoredFile, Saving<TReply>> saving, CancellationToken ct)
        where TReply : IMessage<TReply>
    {
        var name = FileName.Clean(wanted.Name);
        if (wanted.Size is < 1 or > StoredFile.MostBytes)
        {
            throw new Invalid("size", wanted.Size < 1
                ? "This file is empty. Choose one that has something in it."
                : "A file may have at most 25 MB. Make it smaller, e.g. by saving its pictures smaller, or give a link to where it is.");
        }

        if (wanted.Sha256 is { Length: not SHA256.HashSizeInBytes })
        {
            throw new Invalid("sha256", "A SHA-256 has 32 bytes.");
        }

        var (open, bytes) = await database.QueryMultipleAsync(
            write,
            """
            select count(*) filter (where state = 'Receiving') from stored_file where tenant_id = @TenantId;
            select coalesce(sum(size) filter (where state <> 'Refused'), 0)::bigint from stored_file where tenant_id = @TenantId
            """,
            new { write.TenantId },
            async results => (await results.ReadSingleAsync<long>(), await results.ReadSingleAsync<long>()),
            ct);
        if (open >= MostOpen)
        {
            throw new Refused($"{MostOpen} uploads of this partnership are under way. Wait until one is complete.");
        }

        if (bytes + wanted.Size > settings.MostBytesPerTenant)
        {
            throw new Refused("This partnership's files have no room for one more. Delete what is not needed, or ask whoever runs the platform for more room.");
        }

        var now = clock.GetUtcNow();
        var file = new StoredFile
        {
            TenantId = write.TenantId,
            FileId = wanted.FileId ?? Guid.CreateVersion7(),
            Name = name,
            Size = wanted.Size,
            Sha256 = wanted.Sha256,
            State = FileState.Receiving,
            Store = (await stores.ForNewAsync(write.TenantId, ct)).Name,
            KeyId = await keys.CurrentAsync(write.TenantId, ct),
            Subject = write.Caller.Subject,
            Capacity = write.Caller.ActingAs,
            AgencyId = write.Caller.AgencyId,
            CreatedAt = now,
            ChangedAt = now,
            Version = 1,
        };
        return await SaveAsync(write, file, Insert, saving, ct);
    }

    /// <summary>All bytes have arrived: compares them with the hash, and has the file checked.</summary>
    /// <param name="write">By whoever began it.</param>
    /// <param name="fileId">Which.</param>
    /// <param name="sha256">Of all bytes; may be left out where it was announced.</param>
    /// <param name="saving">From the new record.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="Refused">Bytes are missing, or are not those of the hash.</exception>
    public async Task<TReply> CompleteAsync<TReply>(
        Write write, Guid fileId, byte[]? sha256, Func<StoredFile, Saving<TReply>> saving, CancellationToken ct)
        where TReply : IMessage<TReply>
    {
        // The first look is the write's, which is answered as before where it was done before.
        await database.QueryAsync<int>(write, "select 1", null, ct);
        var file = await OwnAsync(write.Caller, write.TenantId, fileId, ct);
        if (file.State != FileState.Receiving)
        {
            throw new Refused("This upload is complete already.");
        }

        if (file.Received < file.Size)
        {
            throw new Refused($"Bytes are missing. Go on at offset {file.Received}.");
        }

        byte[] arrived;
        await using (var content = await files.ContentAsync(file, ct))
        {
            arrived = await SHA256.HashDataAsync(content, ct);
        }

        foreach (var announced in (byte[]?[])[file.Sha256, sha256])
        {
            if (announced is not null && !arrived.AsSpan().SequenceEqual(announced))
            {
                throw new Refused("What arrived is not the file whose SHA-256 was given. Begin the upload again.");
            }
        }

        if (file.Sha256 is null && sha256 is null)
        {
            throw new Invalid("sha256", "The SHA-256 of the file is needed, so that it is known to have arrived as it was sent.");
        }

        await stores.Of(file.Store).FinishAsync(file, ct);
        var complete = file with { State = FileState.Scanning, Sha256 = arrived, ChangedAt = clock.GetUtcNow(), Version = file.Version + 1 };
        var reply = await SaveAsync(write, complete, Completed, saving, ct);
        scanning.Wake();
        return reply;
    }

    /// <summary>Takes a file away, whatever its state, with the slice's own statements.</summary>
    public async Task<TReply> DeleteAsync<TReply>(Write write, Guid fileId, Func<StoredFile, Saving<TReply>> saving, CancellationToken ct)
        where TReply : IMessage<TReply>
    {
        await database.QueryAsync<int>(write, "select 1", null, ct);
        var file = await files.GetAsync(write.TenantId, fileId, ct);
        var reply = await SaveAsync(write, file with { Version = file.Version + 1 }, Deleted, saving, ct);
        // In the same database they went with their record. Elsewhere: now, or with the next clean-up.
        await stores.Of(file.Store).DeleteAsync(file.TenantId, fileId, null, ct);
        return reply;
    }

    private Task<TReply> SaveAsync<TReply>(Write write, StoredFile file, string sql, Func<StoredFile, Saving<TReply>> saving, CancellationToken ct)
        where TReply : IMessage<TReply>
    {
        var (reply, changes, ownSql, ownArgs) = saving(file);
        var parameters = new DynamicParameters(ownArgs);
        parameters.AddDynamicParams(new
        {
            file_tenant = file.TenantId,
            file_id = file.FileId,
            file_name = file.Name,
            file_size = file.Size,
            file_sha256 = file.Sha256,
            file_store = file.Store,
            file_key = file.KeyId,
            file_subject = file.Subject,
            file_capacity = file.Capacity.ToString(),
            file_agency = file.AgencyId,
            file_now = file.ChangedAt,
            file_version = file.Version - 1,
            file_job = FileScanning.JobKind,
            file_most_open = MostOpen,
            file_most_bytes = settings.MostBytesPerTenant,
            file_most_waiting = MostWaiting,
        });
        return database.SaveAsync(write, reply, sql + ownSql, parameters, changes, ct);
    }

    private async Task<StoredFile> OwnAsync(Caller caller, TenantId tenantId, Guid fileId, CancellationToken ct)
    {
        var file = await files.GetAsync(tenantId, fileId, ct);
        return file.Subject == caller.Subject ? file : throw new NotFound("file");
    }
}
