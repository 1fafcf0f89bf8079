using System.Collections.Concurrent;
using System.Diagnostics;

namespace Jtai.Platform.Tests.Harness;

/// <summary>One more gateway before the services of a running platform: the same program and settings, other ports.</summary>
internal sealed class SecondGateway : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private SecondGateway(Process process, Uri address) => (this.process, Address) = (process, address);

    /// <summary>What a browser would open.</summary>
    public Uri Address { get; }

    public IReadOnlyCollection<string> Output => output;

    public static async Task<SecondGateway> StartAsync(RunningPlatform platform, params (string Name, string Value)[] settings)
    {
        var first = ProcessTable.DescendantsOf(platform.Run.Id).Single(process => process.CommandLine.Contains("Jtai.Gateway.dll", StringComparison.Ordinal));
        var port = RunningPlatform.ThreeFreePorts();
        var start = new ProcessStartInfo("dotnet", [first.CommandLine.Split(' ').Single(word => word.EndsWith("Jtai.Gateway.dll", StringComparison.Ordinal))])
        {
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        var inherited = (await File.ReadAllTextAsync($"/proc/{first.Id}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2)).Select(parts => (Name: parts[0], Value: parts[1]));
        foreach (var (name, value) in inherited.Concat(
            [("Listen__Http", $"127.0.0.1:{port}"), ("Listen__Grpc", $"127.0.0.1:{port + 1}"), .. settings]))
        {
            start.Environment[name] = value;
        }

        var gateway = new SecondGateway(Process.Start(start)!, new Uri($"http://localhost:{port}"));
        gateway.process.OutputDataReceived += (_, line) => gateway.output.Enqueue(line.Data ?? "");
        gateway.process.BeginOutputReadLine();
        await gateway.UntilLiveAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task UntilLiveAsync()
    {
        using var http = new HttpClient();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(100))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/health/live"));
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
            }
        }

        throw new TimeoutException("The second gateway did not start.");
    }
}
