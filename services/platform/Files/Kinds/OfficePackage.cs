using System.Text;
using System.Xml;

namespace Jtai.Files;

/// <summary>
/// Looks through a document of Office, a ZIP archive of XML parts, and through what is packed into it: every part is unpacked once,
/// counted and thrown away.
/// </summary>
internal static class OfficePackage
{
    private const int MostNesting = 2;
    private const long MostUnpackedBytes = 512L * 1024 * 1024;
    private const int MostEntries = 10_000;
    private const int MostRatio = 200;
    private const int MostContentTypesBytes = 1024 * 1024;

    private const string TooMuch = "Unpacked, this document is far larger than a document is. Save it anew from the program that made it, or as a PDF.";
    private const string Damaged = "This document is damaged, or no document of Office. Open it, save it anew and put that in.";

    /// <exception cref="FileRefused">It is none, or cannot be taken.</exception>
    public static async Task<FileKind> RecogniseAsync(Stream content, CancellationToken ct)
    {
        var budget = new Budget();
        try
        {
            return await LookAsync(content, 0, budget, ct)
                ?? throw new FileRefused("This is a ZIP archive, or a template. Put its files in one by one, as .docx, .xlsx, .pptx or PDF.");
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw new FileRefused(Damaged);
        }
    }

    private static async Task<FileKind?> LookAsync(Stream archive, int depth, Budget budget, CancellationToken ct)
    {
        FileKind? kind = null;
        var entries = await ZipDirectory.ReadAsync(archive, budget.EntriesLeft, ct);
        budget.Count(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.IsEncrypted)
            {
                throw new FileRefused("This file is protected by a password. Save it without one and put that in.");
            }

            if (entry.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
            {
                throw WithMacros();
            }

            if (entry.Name == "[Content_Types].xml")
            {
                kind = KindOf(await ReadContentTypesAsync(archive, entry, budget, ct));
            }

            await LookThroughAsync(archive, entry, depth, budget, ct);
        }

        return kind;
    }

    private static async Task LookThroughAsync(Stream archive, ZipEntry entry, int depth, Budget budget, CancellationToken ct)
    {
        var isPacked = false;
        await using (var part = await OpenAsync(archive, entry, budget, ct))
        {
            var head = new byte[64];
            var length = await part.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
            isPacked = head.AsSpan(0, length).StartsWith("PK\u0003\u0004"u8);
            if (LooksLikeXml(head.AsSpan(0, length)))
            {
                part.PutBack(head.AsMemory(0, length));
                await RequireNoEntitiesAsync(part);
            }

            await DrainAsync(part, entry, ct);
        }

        if (isPacked)
        {
            if (depth == MostNesting)
            {
                throw new FileRefused("Documents are packed into this document within one another. Put them in one by one.");
            }

            await using var inner = new RewindingStream(async () => await OpenAsync(archive, entry, budget, ct), entry.Size);
            await LookAsync(inner, depth + 1, budget, ct);
        }
    }

    /// <summary>Entities are declared before the first element, so that no more has to be read.</summary>
    private static async Task RequireNoEntitiesAsync(Stream part)
    {
        var settings = new XmlReaderSettings
        {
            Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 256 * 1024, CheckCharacters = false,
        };
        try
        {
            using var reader = XmlReader.Create(part, settings);
            await reader.MoveToContentAsync();
        }
        catch (XmlException)
        {
            throw new FileRefused("A part of this document declares entities, or is no XML. Save it anew from the program that made it.");
        }
    }

    private static bool LooksLikeXml(ReadOnlySpan<byte> head) => Encoding.Latin1.GetString(head)
        .Replace("\0", "", StringComparison.Ordinal).TrimStart('\u00EF', '\u00BB', '\u00BF', '\u00FE', '\u00FF', ' ', '\t', '\r', '\n')
        .StartsWith('<');

    private static async Task<string> ReadContentTypesAsync(Stream archive, ZipEntry entry, Budget budget, CancellationToken ct)
    {
        if (entry.Size > MostContentTypesBytes)
        {
            throw new FileRefused(TooMuch);
        }

        await using var part = await OpenAsync(archive, entry, budget, ct);
        var bytes = new byte[entry.Size];
        await part.ReadExactlyAsync(bytes, ct);
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return await reader.ReadToEndAsync(ct);
    }

    private static FileKind? KindOf(string contentTypes)
    {
        if (contentTypes.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || contentTypes.Contains("vbaProject", StringComparison.OrdinalIgnoreCase))
        {
            throw WithMacros();
        }

        return contentTypes switch
        {
            _ when contentTypes.Contains("wordprocessingml.document.main+xml", StringComparison.Ordinal) => FileKind.Word,
            _ when contentTypes.Contains("spreadsheetml.sheet.main+xml", StringComparison.Ordinal) => FileKind.Excel,
            _ when contentTypes.Contains("presentationml.presentation.main+xml", StringComparison.Ordinal) => FileKind.PowerPoint,
            _ => null,
        };
    }

    private static async Task<CountingStream> OpenAsync(Stream archive, ZipEntry entry, Budget budget, CancellationToken ct) =>
        new CountingStream(await entry.OpenAsync(archive, ct), budget);

    private static async Task DrainAsync(CountingStream part, ZipEntry entry, CancellationToken ct)
    {
        if (entry.Size > 1024 * 1024 && entry.Size / Math.Max(entry.PackedSize, 1) > MostRatio)
        {
            throw new FileRefused(TooMuch);
        }

        for (var buffer = new byte[16 * 1024]; await part.ReadAsync(buffer, ct) > 0;)
        {
            if (part.Unpacked > entry.Size)
            {
                throw new FileRefused(TooMuch);
            }
        }

        if (part.Unpacked != entry.Size)
        {
            throw new InvalidDataException();
        }
    }

    private static FileRefused WithMacros() => new("This document holds macros. Save it without them, as .docx, .xlsx or .pptx, and put that in.");

    /// <summary>What one file may cost, however often it is looked at and whatever it has in it.</summary>
    private sealed class Budget
    {
        private long bytesLeft = MostUnpackedBytes;

        public int EntriesLeft { get; private set; } = MostEntries;

        public void Count(int entries) => EntriesLeft -= entries;

        public void Spend(int bytes) => bytesLeft = bytesLeft >= bytes ? bytesLeft - bytes : throw new FileRefused(TooMuch);
    }

    private sealed class CountingStream(Stream unpacked, Budget budget) : ForwardStream(unpacked)
    {
        private ReadOnlyMemory<byte> putBack;

        public long Unpacked { get; private set; }

        /// <summary>What was read from the start is to be read once more.</summary>
        public void PutBack(ReadOnlyMemory<byte> bytes) => putBack = bytes;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (putBack.Length > 0)
            {
                var again = Math.Min(putBack.Length, buffer.Length);
                putBack[..again].CopyTo(buffer);
                putBack = putBack[again..];
                return again;
            }

            var read = await base.ReadAsync(buffer, cancellationToken);
            budget.Spend(read);
            Unpacked += read;
            return read;
        }
    }
}
