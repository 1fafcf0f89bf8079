using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files;

public sealed partial class FileUploads
{
    /// <summary>Takes the bytes at this offset; the same again are accepted.</summary>
    /// <returns>The offset at which to go on; the file's size where all have arrived.</returns>
    /// <exception cref="NotFound">The caller has no such upload.</exception>
    /// <exception cref="Refused">Bytes before these are missing, or others came at this offset: says where to go on.</exception>
    public async Task<long> AppendAsync(Caller caller, Guid fileId, long offset, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var file = await OwnAsync(caller, caller.TenantId, fileId, ct);
        if (file.State != FileState.Receiving)
        {
            throw new Refused("This upload is complete already.");
        }

        RequireFitting(file, offset, bytes.Length);
        var (key, store) = (await files.KeyAsync(file, ct), stores.Of(file.Store));
        using var buffer = new ChunkBuffer();
        for (var at = 0; at < bytes.Length; at += ChunkBytes)
        {
            var (number, piece) = ((int)((offset + at) / ChunkBytes), bytes[at..Math.Min(at + ChunkBytes, bytes.Length)]);
            if (!await store.AddAsync(file.TenantId, fileId, number, SealedChunk.Seal(key, file.TenantId, fileId, number, piece.Span, buffer), ct))
            {
                await RequireEqualAsync(store, file, key, number, piece, buffer, ct);
            }
        }

        var end = offset + bytes.Length;
        return await database.QuerySingleOrDefaultAsync<long?>(
            TenantScope.Of(file.TenantId),
            """
            update stored_file set received = greatest(received, @end), changed_at = @now
            where tenant_id = @TenantId and file_id = @FileId and state = 'Receiving' returning received
            """,
            new { file.TenantId, file.FileId, end, now = clock.GetUtcNow() },
            ct) ?? throw new NotFound("upload");
    }

    private static void RequireFitting(StoredFile file, long offset, int length)
    {
        if (length is 0 or > MostBytesAtOnce || offset < 0 || offset % ChunkBytes != 0 || offset + length > file.Size
            || (length % ChunkBytes != 0 && offset + length != file.Size))
        {
            throw new Invalid(
                "bytes", $"Send {ChunkBytes} bytes at a time, or two, three or four times as many, from an offset that is a multiple of it; at the end of the file what is left.");
        }

        if (offset > file.Received)
        {
            throw new Refused($"Bytes before these are missing. Go on at offset {file.Received}.");
        }
    }

    private static async Task RequireEqualAsync(
        IFileStore store, StoredFile file, byte[] key, int number, ReadOnlyMemory<byte> piece, ChunkBuffer buffer, CancellationToken ct)
    {
        // Not to be read, and not to be added: its first writing is not acknowledged yet, or it is being deleted. Another try finds which.
        var there = await store.ReadAsync(file.TenantId, file.FileId, number, buffer.Bytes, ct)
            ?? throw new Unavailable("These bytes are being stored. Send them again in a moment.");
        using var plain = new ChunkBuffer();
        var length = SealedChunk.Open(key, file.TenantId, file.FileId, number, buffer.Bytes.Span[..there], plain.Bytes.Span);
        if (!plain.Bytes.Span[..length].SequenceEqual(piece.Span))
        {
            throw new Refused("Other bytes arrived at this offset before. Begin the upload again.");
        }
    }
}
