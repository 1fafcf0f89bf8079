using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Jtai.LetterTests;

public sealed class HostileFilesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public static TheoryData<string> Kinds => [.. Files.Keys];

    private static readonly Dictionary<string, (Func<byte[]> Make, string Why)> Files = new()
    {
        ["empty"] = (() => [], "empty"),
        ["not a PDF"] = (() => "%PDF-1.7 and then nothing of the kind"u8.ToArray(), "damaged"),
        ["truncated PDF"] = (() => WholePdf()[..9000], "damaged"),
        ["encrypted"] = (() => Pdf(Page("BT ET"), trailer: "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <" + new string('5', 64) + "> /U <" + new string('7', 64) + "> >> /ID [<00><00>]"), "password"),
        ["page tree that contains itself"] = (() => Pdf("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"), ""),
        ["stream that unpacks to 256 MB"] = (() => Pdf(Page(null), Bomb(256)), ""),
        ["pages without text"] = (() => Pdf(Page("BT ET")), "no text"),
        ["too large"] = (() => new byte[21 * 1024 * 1024], "20 MB"),
        ["text too large"] = (() => [.. Enumerable.Repeat((byte)'a', 2 * 1024 * 1024)], "1 MB"),
        ["Word document"] = (() => [.. "PK\x03\x04"u8, .. new byte[3000]], "neither PDF nor text"),
        ["picture"] = (() => [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 7))], "neither PDF nor text"),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Read_HostileFile_IsAClearErrorInTime(string kind)
    {
        var (make, why) = Files[kind];
        var bytes = make();
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<UnreadableLetterException>(() => LetterParser.ReadAsync(bytes));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_HugeMonotonousText_EndsInTime()
    {
        string[] lines = ["Strengths", "■ Item that never ends", "1", "by by by by 12 12 12 (((((", "Ann Bo Cy, Dee Ef Gee, Hi Jay Kay,", "response to in in in", "x@x@x@x@", "We should send the statement by (((((", "a principal authority is "];
        foreach (var line in lines)
        {
            var mass = string.Concat(Enumerable.Repeat(line + "\n", 100_000 / (line.Length + 1)));
            var text = $"1 May 2018\n{mass}Dear partnership\n\n{LetterText.Title}\n\nThis letter\n\nStrengths\n\n{mass}\n\nNext steps\n\n{mass}";
            var clock = Stopwatch.StartNew();

            await Record.ExceptionAsync(() => LetterParser.ReadAsync(Encoding.UTF8.GetBytes(text)));

            Assert.True(clock.Elapsed < Patience, $"{line} took {clock.Elapsed}.");
        }
    }

    [Fact]
    public async Task Read_MutatedLetter_NeverFailsInAnotherWay()
    {
        var random = new Random(20250721);
        var text = await File.ReadAllTextAsync(Path.Combine(Folders.FictionalLetters, "wendlecombe-2017.txt"));
        for (var i = 0; i < 500; i++)
        {
            var letters = text.ToCharArray().ToList();
            for (var j = random.Next(1, 40); j > 0; j--)
            {
                var at = random.Next(letters.Count);
                switch (random.Next(4))
                {
                    case 0: letters.RemoveRange(at, Math.Min(random.Next(60), letters.Count - at)); break;
                    case 1: letters.Insert(at, '\n'); break;
                    case 2: letters.Insert(at, "■-:.(1’@\f\u00A0"[random.Next(10)]); break;
                    default: letters.InsertRange(at, text.Skip(random.Next(text.Length)).Take(30)); break;
                }
            }

            var error = await Record.ExceptionAsync(() => LetterParser.ReadAsync(Encoding.UTF8.GetBytes([.. letters])));

            Assert.True(error is null or NotALetterException or UnreadableLetterException, $"Round {i}: {error}");
        }
    }

    [Fact]
    public async Task Read_Cancelled_StopsAtOnce()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LetterParser.ReadAsync(WholePdf(), cancelled.Token));
    }

    private static byte[] WholePdf() => File.ReadAllBytes(Path.Combine(Folders.FictionalLetters, "haskermoor-2025.pdf"));

    private static string Page(string? content) =>
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
        + (content is null ? "" : $"\nendobj\n4 0 obj\n<< /Length {content.Length} >>\nstream\n{content}\nendstream");

    private static byte[] Pdf(string pages, byte[]? stream = null, string trailer = "")
    {
        using var file = new MemoryStream();
        file.Write(Encoding.Latin1.GetBytes($"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n{pages}\nendobj\n"));
        if (stream is not null)
        {
            file.Write(Encoding.Latin1.GetBytes($"4 0 obj\n<< /Length {stream.Length} /Filter /FlateDecode >>\nstream\n"));
            file.Write(stream);
            file.Write("\nendstream\nendobj\n"u8);
        }

        file.Write(Encoding.Latin1.GetBytes($"trailer\n<< /Root 1 0 R /Size 5 {trailer} >>\nstartxref\n0\n%%EOF\n"));
        return file.ToArray();
    }

    private static byte[] Bomb(int megabytes)
    {
        var text = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("BT (spam) Tj ET ", 65536)));
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < megabytes; i++)
            {
                zlib.Write(text);
            }
        }

        return packed.ToArray();
    }
}
