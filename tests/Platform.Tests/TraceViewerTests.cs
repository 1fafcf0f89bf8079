using System.Diagnostics;
using System.Net;
using Grpc.Core;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary><c>./run --traces</c>: the platform with a page beside it that shows what it did.</summary>
public sealed class TraceViewerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Write_WithTraces_IsShownByTheViewerOnLoopback()
    {
        using var folder = new TemporaryFolder();
        var (port, data) = (RunningPlatform.ThreeFreePorts(), Directory.CreateDirectory(folder.Sub("data")).FullName);
        // Without the demo region.
        await File.WriteAllTextAsync(Path.Combine(data, PlatformRun.SeededFile), "");
        await using var run = AppHostRun.Start(folder, "--traces", "--port", $"{port}", "--data", data);
        await run.UntilItSaysAsync("Ready:", Limit);
        var viewer = new Uri(run.Output.Single(line => line.StartsWith("Traces: ", StringComparison.Ordinal))["Traces: ".Length..]);
        Assert.Equal("localhost", viewer.Host);

        var trace = ActivityTraceId.CreateRandom().ToHexString();
        await RegisterAgencyAsync(port, data, new() { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" } });

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{viewer.GetLeftPart(UriPartial.Authority)}/traces/detail/{trace}")).StatusCode);
        string[] parts = ["gateway", "partners", "dapr", "reporting"];
        var shown = "";
        for (var clock = Stopwatch.StartNew(); !parts.All(part => shown.Contains($"\"{part}\"", StringComparison.Ordinal)); await Task.Delay(300))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"Not yet of all parts: {shown}");
            using var answer = await http.GetAsync($"{viewer.GetLeftPart(UriPartial.Authority)}/api/telemetry/traces/{trace}");
            shown = await answer.Content.ReadAsStringAsync();
        }

        Assert.Contains("RegisterAgency", shown, StringComparison.Ordinal);
        var viewerProcess = ProcessTable.DescendantsOf(run.Id).Single(process => process.CommandLine.Contains("Aspire.Dashboard", StringComparison.Ordinal));
        run.Send(Signal.Terminate);
        await run.EndAsync(Limit);
        Assert.Empty(ProcessTable.LeftOf([viewerProcess], folder.Path));
    }

    [Fact]
    public async Task Run_WithoutTraces_StartsNoViewer()
    {
        using var folder = new TemporaryFolder();
        var data = Directory.CreateDirectory(folder.Sub("data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, PlatformRun.SeededFile), "");
        await using var run = AppHostRun.Start(folder, "--port", $"{RunningPlatform.ThreeFreePorts()}", "--data", data);
        await run.UntilItSaysAsync("Ready:", Limit);
        Assert.DoesNotContain(run.Output, line => line.StartsWith("Traces: ", StringComparison.Ordinal));
        Assert.DoesNotContain(ProcessTable.DescendantsOf(run.Id), process => process.CommandLine.Contains("Aspire.Dashboard", StringComparison.Ordinal));
    }

    private static async Task RegisterAgencyAsync(int port, string data, Metadata headers)
    {
        var (secrets, issuer) = (Secrets.ReadOrMake(data, Processes.Clients, port + 2), $"http://localhost:{port + 2}");
        using var gateway = new GatewayClient(
            new Uri($"http://127.0.0.1:{port + 1}"), Processes.OwnClient, secrets.ClientKeys[Processes.OwnClient],
            new DemoSignIn(issuer, issuer, new IdentityClient(RunAddresses.PortalClientId) { Secret = secrets.PortalClientSecret, RedirectUris = [DemoSignIn.CallbackAddress] }));
        await new Partners.V1.Partners.PartnersClient(gateway.AsOperator()).RegisterAgencyAsync(
            new() { AgencyId = "brackwater-council", Name = "Brackwater Council", ShortName = "Council", Kind = AgencyKind.Council }, headers);
    }
}
