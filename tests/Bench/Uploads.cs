using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Local;

namespace Jtai.Bench;

/// <summary>
/// S12: what one partnership uploads, as many files at once as it may, of the largest size, some slow and some hostile, leaves the
/// answers of another right and as fast. Both go through the gateway, with its quota for each; all of it shares this machine.
/// </summary>
internal static class Uploads
{
    private const int AtOnce = 20;
    private const int Slow = 4;
    private const int Hostile = 4;
    private const int Bytes = 25 * 1024 * 1024;
    private const int PieceBytes = 1024 * 1024;

    // Twice what the gateway lets through unless it is told otherwise.
    private const int RequestsPerSecond = 100;
    private const int CallsPerSecond = 20;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(50);

    public static async Task MeasureAsync(string root, Table table)
    {
        // With the portal comes the scanner.
        await using var region = await BenchRegion.StartAsync(root, withPortal: true, requestsPerSecond: RequestsPerSecond);
        var uploads = new Evidence.EvidenceClient(await region.AnotherPartnershipAsync("bench-two", "BET"));
        var reads = new Actions.V1.Actions.ActionsClient(region.Officer);
        var right = new Dictionary<string, ActionRecord>();
        foreach (var (id, _) in region.ActionVersions)
        {
            right[id] = await reads.GetActionAsync(new GetActionRequest { ActionId = id });
            await Task.Delay(1000 / CallsPerSecond);
        }

        await Load.OpenAsync(CallsPerSecond, WarmUp, ReadAsync);
        var alone = await Load.OpenAsync(CallsPerSecond, Duration, ReadAsync);
        using var enough = new CancellationTokenSource();
        var counts = new int[AtOnce];
        var uploading = Enumerable.Range(0, AtOnce).Select(number => Task.Run(() => UploadAllAsync(number))).ToList();
        await Task.Delay(WarmUp);
        var beside = await Load.OpenAsync(CallsPerSecond, Duration, ReadAsync);
        await enough.CancelAsync();
        await Task.WhenAll(uploading);
        table.Add(new Line(
            "S12",
            $"uploads: {Duration.TotalSeconds * CallsPerSecond:0} reads of another partnership while one puts in {AtOnce} files of 25 MB at once, slow and hostile ones among them ({counts.Sum()} put in)",
            $"p50 {beside.MedianMs:0.0} ms, p99 {beside.P99Ms:0.0} ms",
            $"p50 {alone.MedianMs:0.0} ms, p99 {alone.P99Ms:0.0} ms without them",
            beside.P99Ms / alone.P99Ms,
            "answers right, p99 at most 1.5"));

        async Task ReadAsync(int number)
        {
            var (id, _) = region.ActionVersions[number % BenchRegion.Actions];
            if (!right[id].Equals(await reads.GetActionAsync(new GetActionRequest { ActionId = id })))
            {
                throw new InvalidOperationException("An answer has changed.");
            }
        }

        async Task UploadAllAsync(int number)
        {
            var file = ContentOf(number);
            while (!enough.IsCancellationRequested)
            {
                try
                {
                    await UploadAsync(uploads, file, number < Slow ? TimeSpan.FromSeconds(2) : TimeSpan.Zero, enough.Token);
                    counts[number]++;
                }
                catch (RpcException refused) when (refused.StatusCode is StatusCode.ResourceExhausted or StatusCode.FailedPrecondition or StatusCode.InvalidArgument or StatusCode.Cancelled)
                {
                    // Over its bounds, as it should be.
                    await Task.Delay(500);
                }
                catch (OperationCanceledException)
                {
                    // It is enough.
                }
            }
        }
    }

    private static byte[] ContentOf(int number)
    {
        var file = new byte[Bytes];
        if (number < AtOnce - Hostile)
        {
            new Random(number).NextBytes(file);
            "%PDF-1.7\n"u8.CopyTo(file);
        }
        else if (number % 2 == 0)
        {
            // A scanner's test file, in as much text as a file may have.
            file.AsSpan().Fill((byte)'a');
            System.Text.Encoding.ASCII.GetBytes(PrivateClamd.EicarTestFile).CopyTo(file, Bytes / 2);
        }
        else
        {
            // Says that it is a Word document, and is entry upon entry of nothing.
            for (var at = 0; at + 4 <= Bytes; at += 4)
            {
                "PK\u0003\u0004"u8.CopyTo(file.AsSpan(at));
            }
        }

        return file;
    }

    private static async Task UploadAsync(Evidence.EvidenceClient calls, byte[] file, TimeSpan pause, CancellationToken ct)
    {
        var begun = await InTurnAsync(() => calls.BeginUploadAsync(new BeginUploadRequest { Name = "file", Size = file.Length }, cancellationToken: ct), ct);
        for (var offset = 0; offset < file.Length; offset += PieceBytes)
        {
            var piece = new AppendToUploadRequest { FileId = begun.FileId, Offset = offset, Content = UnsafeByteOperations.UnsafeWrap(file.AsMemory(offset, PieceBytes)) };
            await InTurnAsync(() => calls.AppendToUploadAsync(piece, cancellationToken: ct), ct);
            await Task.Delay(pause, ct);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        await InTurnAsync(() => calls.CompleteUploadAsync(new CompleteUploadRequest { FileId = begun.FileId, Sha256 = hash }, cancellationToken: ct), ct);
    }

    /// <summary>Again and again while the partnership's share of requests is used up.</summary>
    private static async Task<Upload> InTurnAsync(Func<AsyncUnaryCall<Upload>> call, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException full) when (full.StatusCode == StatusCode.ResourceExhausted)
            {
                await Task.Delay(250, ct);
            }
        }
    }
}
