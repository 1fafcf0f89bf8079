using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Jtai.Actions.V1;
using Jtai.LetterTests;
using Jtai.Local;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Platform.Tests.Harness;

/// <summary>
/// The spans of a platform with two replicas of each service that did the main job, and in which a police officer then saved an update
/// in the portal, until the view across partnerships showed it.
/// </summary>
public sealed class TracedUpdate : IAsyncLifetime, IDisposable
{
    private const string Place = "ashmere";

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly byte[] mark = Encoding.ASCII.GetBytes("cnry" + RandomNumberGenerator.GetHexString(10, lowercase: true));

    public IReadOnlyList<TestSpan> Spans { get; private set; } = [];

    /// <summary>Of the page whose form was sent.</summary>
    public string Path { get; private set; } = "";

    /// <summary>How much of what was sent holds what the officer wrote.</summary>
    public int WithContent { get; private set; }

    public async Task InitializeAsync()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        var options = new RunOptions(null, folder.Sub("data"), true, null, null) { Replicas = 2, Telemetry = collector.Settings };
        try
        {
            await using var platform = await Local.Platform.StartAsync(options, Folders.Repository, false, _ => { }, lines.Enqueue, limit.Token);
            await new MainJob(platform.Gateway, platform.Identity.SetPeople, new Steps(), "").RunAsync(
                System.IO.Path.Combine(Folders.FictionalLetters, "wendlecombe-2017.txt"), limit.Token);
            await UpdateAsync(platform, limit.Token);
        }
        catch (CheckFailed failure)
        {
            throw new InvalidOperationException($"{failure.Message}\n{string.Join('\n', lines.TakeLast(40))}", failure);
        }

        // A process that ends has sent what it had.
        Spans = [.. collector.Spans.DistinctBy(span => (span.TraceId, span.SpanId))];
        WithContent = collector.Bodies.Count(body => body.AsSpan().IndexOf(mark) >= 0);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    private async Task UpdateAsync(Local.Platform platform, CancellationToken ct)
    {
        var across = new Reporting.V1.Reporting.ReportingClient((await platform.Gateway.SignInAsync("cross-lead")).Across());
        var action = await SharedAsync();
        Path = $"/partnerships/{Place}/actions/{action.ActionId}/update";
        using var portal = await SignedInPortal.AsAsync(new Uri(platform.Addresses.Portal), "officer");
        await portal.SubmitAsync(Path, ("Narrative", $"{Encoding.ASCII.GetString(mark)}: the second session has taken place."));
        await Until.Async("the view shows it", TimeSpan.FromSeconds(30), async () => (await SharedAsync()) is var row && row.Version > action.Version ? row : null);

        async Task<ActionRow> SharedAsync() => (await across.ListSharedActionsAsync(new() { PartnershipId = Place }, cancellationToken: ct))
            .Actions.First(row => row.Delivery == Delivery.InProgress);
    }
}
