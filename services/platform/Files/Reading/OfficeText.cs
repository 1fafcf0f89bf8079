using System.Globalization;
using System.Xml;

namespace Jtai.Files;

/// <summary>
/// The text of a document of Office, part by part as they are unpacked: body, notes, comments, headers, slides, sheets, and what is packed
/// into it. <see cref="OfficePackage"/> has looked through it before, so that its parts are no bombs; here each step of reading is bounded,
/// as elements could be nested, and names and attributes grow, for as long as a part goes on.
/// </summary>
internal static class OfficeText
{
    private const int MostNesting = 2;
    private const int MostEntries = 10_000;
    private const int MostDepth = 512;

    /// <returns>False where some of it could not be read.</returns>
    public static async Task<bool> ReadAsync(Stream content, int depth, TextSearch search, CancellationToken ct)
    {
        var isWhole = true;
        var sheets = new SheetWords();
        // What the cells of a workbook refer to comes first.
        var entries = (await ZipDirectory.ReadAsync(content, MostEntries, ct)).OrderByDescending(entry => SheetWords.Holds(entry.Name));
        foreach (var entry in entries.Where(entry => !entry.Name.StartsWith("docProps/", StringComparison.Ordinal) && entry.Name != "[Content_Types].xml"))
        {
            if (search.IsDone)
            {
                break;
            }

            try
            {
                if (Path.GetExtension(entry.Name) is ".docx" or ".xlsx" or ".pptx")
                {
                    await using var inner = new RewindingStream(() => entry.OpenAsync(content, ct), entry.Size);
                    isWhole &= depth < MostNesting && await ReadAsync(inner, depth + 1, search, ct);
                }
                else if (entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
                {
                    await using var part = new SteppedStream(await entry.OpenAsync(content, ct));
                    await ReadPartAsync(part, entry.Name, sheets, search, ct);
                }
            }
            catch (Exception failure) when (failure is XmlException or InvalidDataException or EndOfStreamException)
            {
                isWhole = false;
            }
        }

        return isWhole;
    }

    private static async Task ReadPartAsync(SteppedStream part, string name, SheetWords sheets, TextSearch search, CancellationToken ct)
    {
        var settings = new XmlReaderSettings
        {
            Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false, IgnoreWhitespace = false,
            IgnoreComments = true, IgnoreProcessingInstructions = true, NameTable = new BoundedNames(),
        };
        using var reader = XmlReader.Create(part, settings);
        var cell = sheets.Reader(name, search);
        var isInCell = 0;
        for (var buffer = new char[4 * 1024]; !search.IsDone && await reader.ReadAsync(); part.Step())
        {
            ct.ThrowIfCancellationRequested();
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth > MostDepth:
                    throw new InvalidDataException();
                case XmlNodeType.Element:
                    isInCell += reader is { LocalName: "tc", IsEmptyElement: false } ? 1 : 0;
                    cell.Begin(reader);
                    search.Add(reader.LocalName is "tab" ? "\t" : reader.LocalName is "br" or "cr" ? "\n" : "");
                    break;
                case XmlNodeType.EndElement:
                    isInCell -= reader.LocalName is "tc" ? 1 : 0;
                    cell.End(reader.LocalName);
                    search.Add(reader.LocalName switch { "p" => isInCell > 0 ? " " : "\n", "tr" or "row" or "si" or "comment" => "\n", "tc" or "c" => "\t", _ => "" });
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    for (int count; (count = await reader.ReadValueChunkAsync(buffer, 0, buffer.Length)) > 0; part.Step())
                    {
                        cell.Add(buffer.AsSpan(0, count));
                    }

                    break;
            }
        }
    }

    /// <summary>Ends where one step of its reader takes more than a name, an attribute or a piece of text has.</summary>
    private sealed class SteppedStream(Stream source) : ForwardStream(source)
    {
        private const int MostBytesOfAStep = 1024 * 1024;
        private int read;

        public void Step() => read = 0;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            return (read += count) <= MostBytesOfAStep ? count : throw new InvalidDataException();
        }
    }

    /// <summary>Names of elements and attributes, which a reader keeps for as long as it reads.</summary>
    private sealed class BoundedNames : NameTable
    {
        private const int MostCharacters = 256 * 1024;
        private int held;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Kept(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Kept(base.Add(key));

        private string Kept(string name) => (held += name.Length) <= MostCharacters ? name : throw new InvalidDataException();
    }
}
