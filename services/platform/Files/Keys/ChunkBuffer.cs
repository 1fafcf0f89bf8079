using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Jtai.Files;

/// <summary>
/// Room for one chunk, sealed or plain. Buffers of this size are the runtime's large objects, which it lets lie for long: they are used
/// again, so that uploads cost what they hold. Emptied when it is given back.
/// </summary>
internal sealed class ChunkBuffer : IDisposable
{
    private const int MostKept = 32;
    private static readonly ConcurrentBag<byte[]> Kept = [];

    private byte[]? bytes = Kept.TryTake(out var kept) ? kept : GC.AllocateUninitializedArray<byte>(SealedChunk.PlainBytes + SealedChunk.Overhead);

    public Memory<byte> Bytes => bytes ?? throw new ObjectDisposedException(nameof(ChunkBuffer));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref bytes, null) is { } given)
        {
            CryptographicOperations.ZeroMemory(given);
            if (Kept.Count < MostKept)
            {
                Kept.Add(given);
            }
        }
    }
}
