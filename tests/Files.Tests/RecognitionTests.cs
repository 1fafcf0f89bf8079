using System.Diagnostics;
using System.Text;

namespace Jtai.Files.Tests;

/// <summary>What a file is, whatever its name says; and the hostile ones, each refused with one sentence that says what to do.</summary>
public class RecognitionTests
{
    private static readonly byte[] Zeros = new byte[40 * 1024 * 1024];

    public static TheoryData<string, FileKind, byte[]> Good => new()
    {
        { "a.pdf", FileKind.Pdf, Samples.Pdf() },
        { "a.docx", FileKind.Word, Samples.Word() },
        { "a.xlsx", FileKind.Excel, Samples.Office(Samples.ExcelType) },
        { "a.pptx", FileKind.PowerPoint, Samples.Office(Samples.PowerPointType) },
        { "a.csv", FileKind.Csv, "Action,Lead\n1,Police\n"u8.ToArray() },
        { "a.txt", FileKind.Text, Encoding.Latin1.GetBytes("Cost: \u00A3400\r\n") },
        { "a.txt", FileKind.Text, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Cost: £400\r\n")] },
        { "a.png", FileKind.Png, Samples.Png },
        { "a.jpeg", FileKind.Jpeg, Samples.Jpeg },
        { "a.eml", FileKind.Mail, "From: manager@northshire.example\r\nSubject: minutes\r\n\r\nAttached."u8.ToArray() },
        { "a workbook within", FileKind.Word, Samples.Word(("embeddings/a.xlsx", Samples.Office(Samples.ExcelType))) },
        { "a.pdf that is a document", FileKind.Word, Samples.Word() },
        { "metadata left open", FileKind.Pdf, Samples.Pdf("<< /EncryptMetadata false >>\n") },
    };

    // By name alone in the theory: a runner writes a theory's data down, and these are large.
    private static readonly Dictionary<string, (string Sentence, Func<byte[]> Make)> HostileFiles = new()
    {
        ["a program"] = ("could not be recognised", () => [(byte)'M', (byte)'Z', 0x90, 0, 3, 0, 0, 0]),
        ["a program in a PDF's place"] = ("could not be recognised", () => [0x7F, .. "ELF"u8, .. Samples.Pdf()]),
        ["a web page"] = ("web page", () => "<html><script>alert(1)</script></html>"u8.ToArray()),
        ["a picture that runs"] = ("web page", () => "  <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray()),
        ["a mail.eml"] = ("no mail", () => "Hello there"u8.ToArray()),
        ["a protected PDF"] = ("protected", () => Samples.Pdf("<< /Encrypt 5 0 R >>\n")),
        ["a protected PDF across a border"] = ("protected", () => Samples.Pdf(new string(' ', (32 * 1024) - 60) + "<</Encrypt<</V 4>>>>\n")),
        ["a protected document"] = ("password", () => Samples.Old("EncryptedPackage")),
        ["an old document"] = (".docx", () => Samples.Old("WordDocument")),
        ["a document with macros"] = ("macros", () => Samples.Word(("word/vbaProject.bin", [1, 2, 3]))),
        ["a document with renamed macros"] = ("macros", () => Samples.Office("application/vnd.ms-word.document.macroEnabled.main+xml")),
        ["macros within"] = ("macros", () => Samples.Word(("embeddings/a.xlsx", Samples.Office(Samples.ExcelType, ("xl/vbaProject.bin", [1]))))),
        ["an archive"] = ("ZIP archive", () => Samples.Zip(("a.exe", [1, 2, 3]))),
        ["entities"] = ("entities", () => Samples.Word(("b.xml", Samples.Xml("<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>")))),
        ["entities in UTF-16"] = ("entities", () => Samples.Word(("b.xml", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<!DOCTYPE a [<!ENTITY b \"ha\">]><a>&b;</a>")]))),
        ["a first element without end"] = ("entities", () => Samples.Word(("b.xml", Samples.Xml("<a b=\"" + new string('c', 1_000_000) + "\"/>")))),
        ["a bomb"] = ("far larger", () => Samples.Word(("media/a.bin", Zeros))),
        ["a bomb within"] = ("far larger", () => Samples.Word(("embeddings/a.xlsx", Samples.Office(Samples.ExcelType, ("a.bin", Zeros))))),
        ["documents within one another"] = ("within one another", () => Nested(4)),
        ["too many parts"] = ("more parts", () => Samples.Zip(Enumerable.Range(0, 10_001).Select(n => ($"{n}", Array.Empty<byte>())))),
        ["a broken archive"] = ("damaged", () => Samples.Word()[..^40]),
        ["a part that says it is smaller"] = ("far larger", () => SmallerThanItIs()),
        ["parts that share bytes"] = ("damaged", () => SharingBytes()),
        ["a part with two names"] = ("damaged", () => TwoNames()),
    };

    public static TheoryData<string> Hostile => [.. HostileFiles.Keys];

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Content_OfAKind_IsRecognised(string name, FileKind kind, byte[] bytes) =>
        Assert.Equal(kind, await FileRecognition.RecogniseAsync(new MemoryStream(bytes), name, default));

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_Content_IsRefusedSoonAndInLittleMemory(string name)
    {
        var (sentence, bytes) = (HostileFiles[name].Sentence, HostileFiles[name].Make());
        var (clock, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        var refusal = await Assert.ThrowsAsync<FileRefused>(() => FileRecognition.RecogniseAsync(new MemoryStream(bytes), name, default));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{name} took {clock.Elapsed}");
        // From memory everything is read on this thread, so that this is all that it ever took.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
    }

    [Fact]
    public async Task AnyChangedByte_OfADocument_IsReadOrRefused()
    {
        var document = Samples.Word(("embeddings/a.xlsx", Samples.Office(Samples.ExcelType)));
        var random = new Random(7);
        for (var round = 0; round < 3_000; round++)
        {
            var changed = document.ToArray();
            for (var change = 0; change <= round % 4; change++)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            try
            {
                await FileRecognition.RecogniseAsync(new MemoryStream(changed), "a.docx", default);
            }
            catch (FileRefused)
            {
            }
        }
    }

    private static byte[] Nested(int times)
    {
        var inner = Samples.Word();
        for (var time = 1; time < times; time++)
        {
            inner = Samples.Word(("embeddings/a.docx", inner));
        }

        return inner;
    }

    private static byte[] SmallerThanItIs()
    {
        var bytes = Samples.Word(("media/a.bin", new byte[200_000]));
        var directory = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x50, 0x4b, 0x01, 0x02]);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), 100);
        return bytes;
    }

    private static byte[] SharingBytes()
    {
        var bytes = Samples.Word(("media/a.bin", new byte[200_000]));
        var directory = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x50, 0x4b, 0x01, 0x02]);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 42), 0);
        return bytes;
    }

    private static byte[] TwoNames()
    {
        var bytes = Samples.Word();
        bytes[bytes.AsSpan().IndexOf("main.xml"u8)] = (byte)'v';
        return bytes;
    }
}
