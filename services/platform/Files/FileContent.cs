using System.Security.Cryptography;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Files;

/// <summary>
/// The plain bytes of a stored file, one chunk of them in memory at a time. Where the file is moved to another store meanwhile, the
/// reading goes on there.
/// </summary>
internal sealed class FileContent(StoredFiles files, StoredFile file, byte[] key) : Stream
{
    private readonly ChunkBuffer plain = new();
    private int held = -1;
    private int heldBytes;
    private string store = file.Store;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Size;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var (number, offset) = ((int)(Position / SealedChunk.PlainBytes), (int)(Position % SealedChunk.PlainBytes));
        if (number != held)
        {
            await HoldAsync(number, cancellationToken);
        }

        var count = Math.Min(buffer.Length, heldBytes - offset);
        plain.Bytes.Slice(offset, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A stored file is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            plain.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task HoldAsync(int number, CancellationToken ct)
    {
        using var chunk = new ChunkBuffer();
        var length = await files.Stores.Of(store).ReadAsync(file.TenantId, file.FileId, number, chunk.Bytes, ct);
        if (length is null)
        {
            store = (await files.GetAsync(file.TenantId, file.FileId, ct)).Store;
            length = await files.Stores.Of(store).ReadAsync(file.TenantId, file.FileId, number, chunk.Bytes, ct);
        }

        held = -1;
        try
        {
            heldBytes = SealedChunk.Open(key, file.TenantId, file.FileId, number, chunk.Bytes.Span[..(length ?? throw new DamagedFile("A chunk is missing."))], plain.Bytes.Span);
        }
        catch (CryptographicException failure)
        {
            throw new DamagedFile("A chunk is not what was sealed.", failure);
        }

        if (heldBytes != Math.Min(SealedChunk.PlainBytes, file.Size - ((long)number * SealedChunk.PlainBytes)))
        {
            throw new DamagedFile("A chunk has the wrong length.");
        }

        held = number;
    }
}

/// <summary>What lies in the store is not what was put there: a fault of the store's, or somebody's work.</summary>
public sealed class DamagedFile(string message, Exception? cause = null) : IOException(message, cause);
