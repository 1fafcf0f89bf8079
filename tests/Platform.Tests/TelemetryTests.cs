using System.Diagnostics;
using Grpc.Core;
using Jtai.LetterTests;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Testing;

namespace Jtai.Platform.Tests;

/// <summary>What the platform's processes send to a trace store.</summary>
[Collection(nameof(OnePlatform))]
public class TelemetryTests(RunningPlatform platform) : IAsyncLifetime
{
    /// <summary>What is sent and not on the list in the charts: a new attribute is decided upon by being added here or there.</summary>
    private static readonly string[] Dropped =
    [
        "db.npgsql.connection_id", "db.npgsql.data_source", "db.npgsql.prepared", "network.peer.address", "network.peer.port",
        "url.full", "url.path", "url.query", "user_agent.original",
    ];

    private readonly Sinks sinks = new(platform);

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Write_ThroughTheGateway_IsOneTraceOverGatewayServiceAndDatabase()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        var caller = ActivitySpanId.CreateRandom().ToHexString();
        var headers = new Metadata { { "traceparent", $"00-{trace}-{caller}-01" } };
        var inspections = new Inspections.V1.Inspections.InspectionsClient((await platform.SignInAsync("mirrenford-manager")).In("mirrenford"));
        var theirs = (await inspections.ListInspectionsAsync(new())).Inspections[0];

        await inspections.NameReadersAsync(
            new() { InspectionId = theirs.InspectionId, ReaderIds = { theirs.ReaderIds }, ExpectedVersion = theirs.Version }, headers);
        await sinks.SettleAsync();

        var spans = platform.Collector.Spans.Where(span => span.TraceId == trace).ToList();
        Assert.Equal(caller, Assert.Single(spans, span => span.ParentId == caller).ParentId);
        Assert.All(spans, span => Assert.True(span.ParentId == caller || spans.Exists(parent => parent.SpanId == span.ParentId), $"{span} hangs in the air."));
        Assert.Contains(spans, span => span is { Service: "gateway", Scope: "Yarp.ReverseProxy" });
        Assert.Contains(spans, span => span is { Service: "inspections", Scope: "Npgsql" });
        var served = Assert.Single(spans, span => span.Service == "inspections" && span.Attributes.ContainsKey("http.route"));
        Assert.Equal("/jtai.inspections.v1.Inspections/NameReaders", served.Attributes["http.route"]);
        Assert.Equal("OK", served.Attributes.GetValueOrDefault("rpc.response.status_code") ?? string.Join(", ", served.Attributes));
    }

    [Fact]
    public async Task Attribute_OfAnySpan_IsKeptByTheClustersCollector_OrDroppedOnPurpose()
    {
        var inspections = new Inspections.V1.Inspections.InspectionsClient((await platform.SignInAsync("mirrenford-manager")).In("mirrenford"));
        await inspections.ListInspectionsAsync(new());
        using var browser = new HttpClient();
        using var page = await browser.GetAsync(platform.Origin);
        await sinks.SettleAsync();

        var kept = File.ReadLines(Path.Combine(Folders.Repository, "charts", "platform", "files", "collector.yaml"))
            .SkipWhile(line => line.Trim() != "allowed_keys:").Skip(1).TakeWhile(line => line.TrimStart().StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line.Trim()[2..]).ToList();
        var sent = platform.Collector.Spans.SelectMany(span => span.Attributes.Keys.Concat(span.Resource.Keys)).Distinct().Order().ToList();
        Assert.Contains("http.route", sent);
        Assert.Contains("db.system.name", sent);
        var undecided = sent.Except(kept).Except(Dropped).ToList();
        Assert.True(undecided.Count == 0, $"Neither kept nor dropped: {string.Join(' ', undecided)}");
    }

    [Fact]
    public async Task Metrics_OfTheRunningPlatform_AreThoseOfTheOperatorsTable_AndOfNoTenant()
    {
        var inspections = new Inspections.V1.Inspections.InspectionsClient((await platform.SignInAsync("mirrenford-manager")).In("mirrenford"));
        await inspections.ListInspectionsAsync(new());
        using var browser = new HttpClient();
        using var page = await browser.GetAsync(platform.Origin);
        await sinks.SettleAsync();

        var rows = File.ReadLines(Path.Combine(Folders.Repository, "docs", "operators.md"))
            .SkipWhile(line => !line.StartsWith("| Metric |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')).Select(row => (Name: row[1].Trim(' ', '`'), IsThere: row[2].Trim() == "always")).ToList();
        var sent = platform.Collector.Metrics;
        Assert.Empty(sent.Keys.Except(rows.Select(row => row.Name)).Order());
        Assert.Empty(rows.Where(row => row.IsThere).Select(row => row.Name).Except(sent.Keys));
        Assert.DoesNotContain(sent.Values.SelectMany(attributes => attributes), name => name.Contains("tenant", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("rpc.response.status_code", sent["http.server.request.duration"]);
    }

    [Fact]
    public async Task Idle_ForSomeSeconds_LeavesNoTrace()
    {
        // What other tests set off comes to rest sooner or later; a poll that is traced never does, and every process polls within 8 s.
        var seen = "";
        for (var turn = 0; turn < 5; turn++)
        {
            await sinks.SettleAsync();
            var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
            await Task.Delay(TimeSpan.FromSeconds(8));
            await sinks.SettleAsync();

            var traces = platform.Collector.Spans.Where(span => span.StartedAt > start).GroupBy(span => span.TraceId);
            seen = string.Join('\n', traces.Select(trace => string.Join(" · ", trace.Select(span => $"{span.Service}: {span.Name}"))));
            if (seen.Length == 0)
            {
                return;
            }
        }

        Assert.Equal("", seen);
    }
}
