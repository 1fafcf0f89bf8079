using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Local;
using Jtai.Testing;

namespace Jtai.Platform.Tests.Harness;

/// <summary>
/// The whole platform with the demo region, as <c>./run</c> starts it, but as talkative as a deployment that sets nothing, with a
/// collector of its telemetry; made once for all tests that use it.
/// </summary>
public sealed class RunningPlatform : IAsyncLifetime, IDisposable
{
    /// <summary>With the demo region it takes some 20 seconds on two quiet cores; tests of other parts run beside it.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder folder = new();
    private readonly int port = ThreeFreePorts();
    private AppHostRun? run;
    private GatewayClient? gateway;
    private OtlpCollector? collector;

    public RunningPlatform()
    {
    }

    /// <summary>One without the demo region, that begins on a day gone by.</summary>
    /// <param name="daysAgo">How many days.</param>
    internal RunningPlatform(int daysAgo) => Clock = new MovedClock(folder.Sub("clock"), daysAgo);

    /// <summary>The clock of all its processes, where that is not the system's.</summary>
    internal MovedClock? Clock { get; }

    /// <summary>What a browser opens.</summary>
    public Uri Origin => new($"http://localhost:{port}");

    /// <summary>What an API client calls.</summary>
    public Uri GrpcAddress => new($"http://127.0.0.1:{port + 1}");

    internal IReadOnlyList<int> Ports => [port, port + 1, port + 2];

    internal string DataDirectory => folder.Sub("data");

    internal AppHostRun Run => run!;

    internal OtlpCollector Collector => collector!;

    internal GatewayClient Gateway => gateway!;

    internal Secrets Secrets => Secrets.ReadOrMake(DataDirectory, Processes.Clients, port + 2);

    public async Task InitializeAsync()
    {
        collector = await OtlpCollector.StartAsync();
        await EnsureRunningAsync();
        var (secrets, issuer) = (Secrets, $"http://localhost:{port + 2}");
        gateway = new GatewayClient(
            GrpcAddress, Processes.OwnClient, secrets.ClientKeys[Processes.OwnClient],
            new DemoSignIn(issuer, issuer, new IdentityClient(RunAddresses.PortalClientId) { Secret = secrets.PortalClientSecret, RedirectUris = [DemoSignIn.CallbackAddress] }),
            Clock);
    }

    public async Task DisposeAsync()
    {
        if (run is not null)
        {
            await run.DisposeAsync();
        }

        await Collector.DisposeAsync();
    }

    /// <summary>After <see cref="DisposeAsync"/>.</summary>
    public void Dispose()
    {
        gateway?.Dispose();
        folder.Dispose();
    }

    /// <summary>Starts it again where a test ended it: the same ports, the same data.</summary>
    internal async Task EnsureRunningAsync()
    {
        if (run is { HasEnded: false })
        {
            return;
        }

        if (run is not null)
        {
            await run.DisposeAsync();
        }

        var environment = new Dictionary<string, string>(Collector.Settings) { ["Logging__LogLevel__Default"] = "Information" };
        foreach (var (name, value) in Clock?.Environment ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }

        if (Clock is not null)
        {
            Directory.CreateDirectory(DataDirectory);
            await File.WriteAllTextAsync(Path.Combine(DataDirectory, PlatformRun.SeededFile), "");
        }

        run = AppHostRun.Start(folder, environment, "--port", $"{port}", "--data", DataDirectory);
        await run.UntilItSaysAsync("Ready:", StartLimit);
    }

    /// <summary>A channel without any token.</summary>
    internal GrpcChannel OpenChannel() => GrpcChannel.ForAddress(GrpcAddress);

    /// <summary>A platform that has only just started may need longer for its first call than the call allows.</summary>
    internal async Task<SignedInPerson> SignInAsync(string subject)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            try
            {
                return await gateway!.SignInAsync(subject);
            }
            catch (RpcException failure) when (
                failure.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Unavailable && clock.Elapsed < TimeSpan.FromSeconds(60))
            {
            }
        }
    }

    /// <summary>What one of its processes was told.</summary>
    internal string SettingOf(string process, string name) =>
        File.ReadAllText($"/proc/{ProcessTable.DescendantsOf(Run.Id).Single(one => one.CommandLine.Contains($"Jtai.{process}.dll", StringComparison.Ordinal)).Id}/environ")
            .Split('\0').Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    /// <summary>Everything that runs for it, itself included.</summary>
    internal IReadOnlyList<RunningProcess> ItsProcesses() =>
        [.. ProcessTable.All().Where(process => process.Id == Run.Id), .. ProcessTable.DescendantsOf(Run.Id)];

    /// <summary>Fails, naming what is left, unless its processes and ports are gone within the limit.</summary>
    internal async Task NothingIsLeftAsync(IReadOnlyList<RunningProcess> processes, TimeSpan limit)
    {
        string left;
        var clock = Stopwatch.StartNew();
        while ((left = Left(processes)).Length > 0 && clock.Elapsed < limit)
        {
            await Task.Delay(100);
        }

        Assert.Equal("", left);
    }

    private string Left(IReadOnlyList<RunningProcess> processes) => string.Join('\n',
        ProcessTable.LeftOf(processes, folder.Path).Select(process => $"{process.Id} {process.CommandLine}")
            .Concat(Ports.Where(LoopbackPort.IsTaken).Select(taken => $"port {taken}")));

    internal static int ThreeFreePorts()
    {
        while (true)
        {
            var first = LoopbackPort.Free();
            if (first < 65000 && !LoopbackPort.IsTaken(first + 1) && !LoopbackPort.IsTaken(first + 2))
            {
                return first;
            }
        }
    }
}
