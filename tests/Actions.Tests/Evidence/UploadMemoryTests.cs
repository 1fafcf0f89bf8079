using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Store;
using Jtai.Testing;
using Xunit.Abstractions;

namespace Jtai.Actions.Tests;

/// <summary>
/// What uploads hold in memory, from the call to the database. Held is what a collection leaves, of service and caller together;
/// resident is what the kernel counts of the service's process, dead objects that no collection took yet among it.
/// </summary>
[Collection(nameof(UploadMemoryTests))]
public sealed class UploadMemoryTests(ITestOutputHelper output)
{
    private const int Size = 25 * EvidenceSteps.Megabyte;

    // What pulls, sealing and jobs hold at the same moment, 1 to 3 MB of it seen. A whole file would be 25.
    private const int RoundsOfTheService = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Uploads_Of25Megabytes_HoldAtMostTwoEach(int atOnce)
    {
        await using var host = await ActionsHost.StartAsync<SmallHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
        var calls = here.EvidenceAs(here.Officer);
        // What the first ones compile and fill is not theirs.
        await Task.WhenAll(Enumerable.Range(100, atOnce).Select(seed => UploadAsync(calls, seed, 2 * EvidenceSteps.Megabyte)));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = await MostAsync(() => GC.GetTotalMemory(forceFullCollection: true), everyMilliseconds: 250, () => Task.WhenAll(Enumerable.Range(0, atOnce).Select(seed => UploadAsync(calls, seed))));
        output.WriteLine($"{atOnce} at once: held {(most - before) / (double)EvidenceSteps.Megabyte:0.0} MB more than before");
        Assert.InRange(most - before, long.MinValue, (2 * atOnce + RoundsOfTheService) * EvidenceSteps.Megabyte);
    }

    /// <summary>Whole files would be 500 MB. What no collection took yet varies: 45 to 100 MB were seen.</summary>
    [Fact]
    public async Task Uploads_TwentyAtOnce_AddLittleToTheProcess()
    {
        await using var host = await ActionsHost.StartAsync<SmallHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
        var (replica, process) = await host.StartProcessAsync();
        await using var running = replica;
        var calls = new V1.Evidence.EvidenceClient(replica.Channel.Intercept(headers => here.Officer.In(here, headers.GetValue(Write.KeyHeader))));
        // What the first ones compile and fill is not theirs.
        for (var warm = 0; warm < 3; warm++)
        {
            await UploadAsync(calls, warm);
        }

        foreach (var atOnce in new[] { 1, 20 })
        {
            var before = Resident(process.Id);
            var most = await MostAsync(() => Resident(process.Id), everyMilliseconds: 25, () => Task.WhenAll(Enumerable.Range(0, atOnce).Select(seed => UploadAsync(calls, seed))));
            output.WriteLine($"{atOnce} at once: {(most - before) / (double)EvidenceSteps.Megabyte:0.0} MB more resident than before");
            Assert.InRange(most - before, long.MinValue, 200 * EvidenceSteps.Megabyte);
        }
    }

    private static async Task<long> MostAsync(Func<long> measure, int everyMilliseconds, Func<Task> work)
    {
        using var done = new CancellationTokenSource();
        var sampling = Task.Run(async () =>
        {
            var most = 0L;
            while (!done.IsCancellationRequested)
            {
                most = Math.Max(most, measure());
                await Task.Delay(everyMilliseconds, CancellationToken.None);
            }

            return most;
        });
        await work();
        await done.CancelAsync();
        return await sampling;
    }

    private static async Task UploadAsync(V1.Evidence.EvidenceClient calls, int seed, int size = Size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var fileId = (await calls.BeginUploadAsync(new() { Name = "a.pdf", Size = size })).FileId;
        var (piece, random) = (new byte[256 * 1024], new Random(seed));
        for (var offset = 0; offset < size; offset += piece.Length)
        {
            random.NextBytes(piece);
            hash.AppendData(piece);
            await calls.AppendToUploadAsync(new() { FileId = fileId, Offset = offset, Content = ByteString.CopyFrom(piece) });
        }

        await calls.CompleteUploadAsync(new() { FileId = fileId, Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()) });
    }

    private static long Resident(int processId) => long.Parse(
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) * 1024;

    /// <summary>A host for this test alone, whose one more replica is measured.</summary>
    public sealed class SmallHost : ActionsHost;
}

/// <summary>Alone: what other tests hold meanwhile would be counted.</summary>
[CollectionDefinition(nameof(UploadMemoryTests), DisableParallelization = true)]
public sealed class UploadMemoryTestsAlone;
