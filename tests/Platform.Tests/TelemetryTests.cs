using System.Diagnostics;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Testing;

namespace Jtai.Platform.Tests;

/// <summary>What the platform's processes send to a trace store.</summary>
[Collection(nameof(OnePlatform))]
public class TelemetryTests(RunningPlatform platform) : IAsyncLifetime
{
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
        Assert.Equal("0", served.Attributes.GetValueOrDefault("grpc.status_code") ?? string.Join(", ", served.Attributes));
    }

    [Fact]
    public async Task Idle_ForSomeSeconds_LeavesNoTrace()
    {
        // What other tests set off has come to rest by then, and each process has polled a few times after.
        await sinks.SettleAsync();
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        await Task.Delay(TimeSpan.FromSeconds(8));
        await sinks.SettleAsync();

        var traces = platform.Collector.Spans.Where(span => span.StartedAt > start).GroupBy(span => span.TraceId);
        Assert.Equal("", string.Join('\n', traces.Select(trace => string.Join(" · ", trace.Select(span => $"{span.Service}: {span.Name}")))));
    }
}
