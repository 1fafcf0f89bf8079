using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Jtai.Files;

/// <summary>
/// The central directory of a ZIP archive, read within bounds: the platform's own reader would take in whatever number of entries the
/// archive claims.
/// </summary>
internal static class ZipDirectory
{
    private const uint EntryMark = 0x02014b50;
    private const int EndBytes = 22;
    private const int EntryBytes = 46;
    private const int MostNameBytes = 512;

    /// <summary>The entries in the order in which their bytes lie.</summary>
    /// <exception cref="InvalidDataException">It is none, or its parts overlap.</exception>
    /// <exception cref="FileRefused">It has more entries than these.</exception>
    public static async Task<IReadOnlyList<ZipEntry>> ReadAsync(Stream archive, int most, CancellationToken ct)
    {
        var tail = new byte[Math.Min(archive.Length, EndBytes + 1024)];
        archive.Position = archive.Length - tail.Length;
        await archive.ReadExactlyAsync(tail, ct);
        var at = tail.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x50, 0x4b, 0x05, 0x06]);
        if (at < 0 || at + EndBytes > tail.Length)
        {
            throw new InvalidDataException();
        }

        var count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        if (count > most)
        {
            throw new FileRefused("This document has more parts than a document has. Save it anew from the program that made it, or as a PDF.");
        }

        var directory = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        archive.Position = directory < archive.Length ? directory : throw new InvalidDataException();
        var entries = new List<ZipEntry>(count);
        for (var number = 0; number < count; number++)
        {
            entries.Add(await ReadEntryAsync(archive, ct));
        }

        if (entries.Any(entry => entry.Offset >= archive.Length))
        {
            throw new InvalidDataException();
        }

        entries.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        // Parts that share bytes make a small archive unpack to a huge one.
        for (var number = 1; number < entries.Count; number++)
        {
            if (entries[number - 1].Offset + ZipEntry.HeaderBytes + entries[number - 1].PackedSize > entries[number].Offset)
            {
                throw new InvalidDataException();
            }
        }

        return entries;
    }

    private static async Task<ZipEntry> ReadEntryAsync(Stream archive, CancellationToken ct)
    {
        var header = new byte[EntryBytes];
        await archive.ReadExactlyAsync(header, ct);
        var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        var rest = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32));
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != EntryMark || nameBytes is 0 or > MostNameBytes)
        {
            throw new InvalidDataException();
        }

        var name = new byte[nameBytes];
        await archive.ReadExactlyAsync(name, ct);
        archive.Position = Math.Min(archive.Position + rest, archive.Length);
        return new ZipEntry(
            Encoding.UTF8.GetString(name),
            name,
            Flags: BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8)),
            Method: BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(10)),
            PackedSize: BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(20)),
            Size: BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(24)),
            Offset: BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(42)));
    }
}

/// <summary>One part of an archive, as its directory has it.</summary>
internal sealed record ZipEntry(string Name, byte[] NameBytes, ushort Flags, ushort Method, long PackedSize, long Size, long Offset)
{
    public const int HeaderBytes = 30;

    private const uint HeaderMark = 0x04034b50;
    private const ushort Stored = 0;
    private const ushort Deflated = 8;

    public bool IsEncrypted => (Flags & 1) != 0;

    /// <summary>Its unpacked bytes, forward.</summary>
    /// <exception cref="InvalidDataException">Its own header says otherwise than the directory, or it is packed as Office does not.</exception>
    public async Task<Stream> OpenAsync(Stream archive, CancellationToken ct)
    {
        var header = new byte[HeaderBytes + NameBytes.Length];
        archive.Position = Offset;
        await archive.ReadExactlyAsync(header, ct);
        var extra = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        // Two readers that trust different headers would see two documents in one file.
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderMark
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8)) != Method
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) != NameBytes.Length
            || !header.AsSpan(HeaderBytes).SequenceEqual(NameBytes))
        {
            throw new InvalidDataException();
        }

        var packed = new Slice(archive, Offset + header.Length + extra, PackedSize);
        return Method switch
        {
            Stored => packed,
            Deflated => new DeflateStream(packed, CompressionMode.Decompress),
            _ => throw new InvalidDataException(),
        };
    }
}
