using System.Globalization;
using System.Security.Cryptography;
using Xunit.Abstractions;

namespace Jtai.Files.Tests;

/// <summary>
/// What uploads hold in memory, of this process, sampled all the while. Held is what a collection leaves; resident is what the kernel
/// counts: dead objects, native memory and code included, which the runtime gives back when it likes. No other test runs beside
/// these, as what it holds would count too.
/// </summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests(SharedHost shared, ITestOutputHelper output) : IClassFixture<SharedHost>
{
    private const int Megabyte = 1024 * 1024;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(20, 40)]
    public async Task Uploads_Of25Megabytes_HoldAtMostTwoEach(int atOnce, int mostMegabytes)
    {
        var host = shared.Host;
        var caller = host.NewCaller();
        await UploadAsync(host, caller, 1);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (managed, resident) = (GC.GetTotalMemory(forceFullCollection: true), Resident());
        using var done = new CancellationTokenSource();
        var sampling = Task.Run(async () =>
        {
            var (mostHeld, mostResident) = (0L, 0L);
            while (!done.IsCancellationRequested)
            {
                mostResident = Math.Max(mostResident, Resident());
                mostHeld = Math.Max(mostHeld, GC.GetTotalMemory(forceFullCollection: true));
                await Task.Delay(25, CancellationToken.None);
            }

            return (Held: mostHeld - managed, Resident: mostResident - resident);
        });
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(seed => UploadAsync(host, caller, seed)));
        await done.CancelAsync();
        var most = await sampling;
        output.WriteLine($"{atOnce} at once: held {most.Held / (double)Megabyte:0.0} MB, resident {most.Resident / (double)Megabyte:0.0} MB more than before");
        Assert.InRange(most.Held, 0, mostMegabytes * Megabyte);
        Assert.InRange(most.Resident, long.MinValue, 40 * Megabyte);
    }

    // A text, a PDF and a workbook of many texts, which are the largest to hold.
    [Theory]
    [InlineData("a.txt", 1)]
    [InlineData("a.pdf", 1)]
    [InlineData("a.xlsx", 4)]
    public async Task Reading_OfALargeDocument_HoldsAFewMegabytes(string name, int mostMegabytes)
    {
        var bytes = name switch
        {
            "a.pdf" => Samples.LargePdf(25 * Megabyte, seed: 4),
            "a.xlsx" => Samples.Office(Samples.ExcelType, ("xl/sharedStrings.xml", Samples.Xml(
                $"<sst>{string.Concat(Enumerable.Range(0, 200_000).Select(number => $"<si><t>Action {number}</t></si>"))}</sst>"))),
            _ => System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("No child is named here.\n", Megabyte))),
        };
        var kind = await FileRecognition.RecogniseAsync(new MemoryStream(bytes), name, default);
        await DocumentText.SearchAsync(new MemoryStream(bytes), kind, default);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sampled = new SampledStream(bytes);

        await DocumentText.SearchAsync(sampled, kind, default);

        output.WriteLine($"{name}: held {(sampled.Most - before) / (double)Megabyte:0.0} MB");
        Assert.InRange(sampled.Most - before, 0, mostMegabytes * Megabyte);
    }

    private sealed class SampledStream(byte[] bytes) : MemoryStream(bytes)
    {
        private int reads;

        public long Most { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Most = reads++ % 64 == 0 ? Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true)) : Most;
            return base.ReadAsync(buffer, cancellationToken);
        }
    }

    // The bytes are made as they are sent, as they come in from a network.
    private static async Task UploadAsync(FilesHost host, Access.Caller caller, int seed)
    {
        const int Size = 25 * Megabyte;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var fileId = await host.BeginAsync(caller, "a.pdf", Size);
        var buffer = new byte[FileUploads.ChunkBytes];
        var random = new Random(seed);
        for (var offset = 0L; offset < Size; offset += buffer.Length)
        {
            random.NextBytes(buffer);
            if (offset == 0)
            {
                "%PDF-1.7\n"u8.CopyTo(buffer);
            }

            hash.AppendData(buffer);
            await host.Uploads.AppendAsync(caller, fileId, offset, buffer, default);
        }

        await host.CompleteAsync(caller, fileId, hash.GetHashAndReset());
    }

    private static long Resident() => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) * 1024;
}
