using System.Diagnostics;
using System.Text.Json;

namespace Jtai.Local;

/// <summary>
/// The Aspire dashboard's own program, for <c>./run --traces</c>: takes what the processes send by OTLP and shows it, on loopback
/// alone and without a sign-in. It comes by NuGet when it is asked for the first time.
/// </summary>
internal sealed class TraceViewer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly TiedProcess process;
    private readonly int otlpPort;

    private TraceViewer(TiedProcess process, int port, int otlpPort) => (this.process, Address, this.otlpPort) = (process, $"http://localhost:{port}", otlpPort);

    /// <summary>What a browser opens.</summary>
    public string Address { get; }

    /// <summary>As the portal takes it, with a place for the trace's id.</summary>
    public string AddressOfTrace => $"{Address}/traces/detail/{{trace}}";

    /// <summary>Variables of a process that is to send everything here, soon.</summary>
    public IReadOnlyDictionary<string, string> Telemetry => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{otlpPort}",
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
    };

    /// <param name="repositoryRoot">Where the project is that names the program.</param>
    /// <param name="directory">Of what it keeps.</param>
    /// <param name="log">Takes its lines.</param>
    /// <param name="ct">Gives up, leaving nothing running.</param>
    /// <exception cref="InvalidOperationException">It cannot be had, or does not start.</exception>
    public static async Task<TraceViewer> StartAsync(string repositoryRoot, string directory, Action<string> log, CancellationToken ct)
    {
        var program = await FetchAsync(Path.Combine(repositoryRoot, "services/local/Dashboard/Dashboard.csproj"), ct);
        Directory.CreateDirectory(directory);
        var (port, otlpPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "TERM", program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://127.0.0.1:{otlpPort}";
        start.Environment["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
        start.Environment["ASPIRE_DASHBOARD_TELEMETRY_OPTOUT"] = "true";
        start.Environment["ASPIRE_DASHBOARD_DATA_DIRECTORY"] = directory;
        // It warns that nobody has to sign in, which is meant so here.
        start.Environment["Logging__LogLevel__Default"] = "Error";
        var viewer = new TraceViewer(await TiedProcess.StartAsync(start, line => log($"traces       {line}")), port, otlpPort);
        try
        {
            await viewer.UntilAnswersAsync(ct);
            return viewer;
        }
        catch
        {
            await viewer.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.StopAsync(TimeSpan.FromSeconds(5), Signal.Terminate, Signal.Kill);
        process.Dispose();
    }

    /// <returns>The program's file.</returns>
    private static async Task<string> FetchAsync(string project, CancellationToken ct)
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-restore", "-nologo", "-target:Program", "-getTargetResult:Program"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync(ct);
        await build.WaitForExitAsync(ct);
        return build.ExitCode == 0
            ? JsonDocument.Parse(output).RootElement.GetProperty("TargetResults").GetProperty("Program").GetProperty("Items")[0].GetProperty("FullPath").GetString()!
            : throw new InvalidOperationException($"The trace viewer could not be fetched by NuGet. Start without --traces, or see why:\n{output}");
    }

    private async Task UntilAnswersAsync(CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var clock = Stopwatch.StartNew(); !await AnswersAsync(http, ct); await Task.Delay(50, ct))
        {
            if (process.Exited.IsCompleted || clock.Elapsed > StartLimit)
            {
                throw new InvalidOperationException("The trace viewer did not start. Its last lines above say why.");
            }
        }
    }

    private async Task<bool> AnswersAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            return (await http.GetAsync($"{Address}/health", ct)).IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
