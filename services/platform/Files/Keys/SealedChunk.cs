using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Jtai.Field;

namespace Jtai.Files;

/// <summary>
/// A piece of a file under AES-256-GCM: a random nonce, the tag, and as many bytes as the piece has. It opens for this tenant, file and
/// place in the file alone: no chunk can be put where another belongs.
/// </summary>
internal static class SealedChunk
{
    /// <summary>Of every chunk but the last.</summary>
    public const int PlainBytes = 256 * 1024;

    /// <summary>Of nonce and tag.</summary>
    public const int Overhead = NonceBytes + TagBytes;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <returns>The part of the buffer that the sealed chunk takes.</returns>
    public static ReadOnlyMemory<byte> Seal(byte[] key, TenantId tenantId, Guid fileId, int number, ReadOnlySpan<byte> plain, ChunkBuffer buffer)
    {
        var whole = buffer.Bytes[..(Overhead + plain.Length)];
        var chunk = whole.Span;
        var nonce = chunk[..NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, chunk[Overhead..], chunk[NonceBytes..Overhead], Place(tenantId, fileId, number));
        return whole;
    }

    /// <param name="key">As it was sealed with.</param>
    /// <param name="tenantId">Whose file.</param>
    /// <param name="fileId">Which file.</param>
    /// <param name="number">Its place, from 0.</param>
    /// <param name="chunk">As it was sealed.</param>
    /// <param name="plain">Takes its bytes.</param>
    /// <returns>How many.</returns>
    /// <exception cref="CryptographicException">It was changed, or belongs elsewhere.</exception>
    public static int Open(byte[] key, TenantId tenantId, Guid fileId, int number, ReadOnlySpan<byte> chunk, Span<byte> plain)
    {
        if (chunk.Length <= Overhead || chunk.Length - Overhead > plain.Length)
        {
            throw new CryptographicException("A chunk has the wrong length.");
        }

        using var aes = new AesGcm(key, TagBytes);
        var length = chunk.Length - Overhead;
        aes.Decrypt(chunk[..NonceBytes], chunk[Overhead..], chunk[NonceBytes..Overhead], plain[..length], Place(tenantId, fileId, number));
        return length;
    }

    private static byte[] Place(TenantId tenantId, Guid fileId, int number)
    {
        var place = new byte[Encoding.UTF8.GetByteCount(tenantId.Value) + 20];
        var tenantBytes = Encoding.UTF8.GetBytes(tenantId.Value, place);
        fileId.TryWriteBytes(place.AsSpan(tenantBytes), bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(place.AsSpan(tenantBytes + 16), number);
        return place;
    }
}
