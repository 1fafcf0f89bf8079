namespace Jtai.Files;

/// <summary>A stream that is read asynchronously, from its start to its end, and no more.</summary>
internal abstract class ForwardStream(Stream source, bool leaveOpen = false) : Stream
{
    protected Stream Source => source;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => source.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Bytes of a file, which is read by nobody else meanwhile.</summary>
internal sealed class Slice(Stream whole, long start, long length) : ForwardStream(whole, leaveOpen: true)
{
    private long read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var most = (int)Math.Min(buffer.Length, length - read);
        if (most == 0)
        {
            return 0;
        }

        Source.Position = start + read;
        var count = await Source.ReadAsync(buffer[..most], cancellationToken);
        read += count;
        return count;
    }
}

/// <summary>
/// Makes an unpacked part seekable without holding it: who goes back has it unpacked again from its start. Whoever reads parts in the
/// order in which they lie goes back seldom.
/// </summary>
internal sealed class RewindingStream(Func<Task<Stream>> open, long length) : Stream
{
    private Stream? source;
    private long reached;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (source is null || Position < reached)
        {
            await CloseAsync();
            source = await open();
            reached = 0;
        }

        for (var skipped = new byte[16 * 1024]; reached < Position;)
        {
            var count = await source.ReadAsync(skipped.AsMemory(0, (int)Math.Min(skipped.Length, Position - reached)), cancellationToken);
            reached += count > 0 ? count : throw new EndOfStreamException();
        }

        var read = await source.ReadAsync(buffer, cancellationToken);
        reached = Position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Its position is set.");

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    private async Task CloseAsync()
    {
        if (source is not null)
        {
            await source.DisposeAsync();
            source = null;
        }
    }
}
