using System.Diagnostics;

namespace Jtai.Local;

/// <summary>
/// One process of the platform as a cluster would keep it: its log lines carry its name, it is started again when it dies,
/// and it dies with this process however that ends.
/// </summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int MostRestartsAMinute = 5;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(12);

    private readonly Action<string> log;
    private volatile TiedProcess? process;
    private volatile bool stopping;

    public ServiceProcess(string name, string assembly, IReadOnlyDictionary<string, string> settings, Action<string> log)
    {
        (Name, this.log) = (name, log);
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "TERM", "dotnet", assembly])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        Ended = KeepAsync(start);
    }

    public string Name { get; }

    /// <summary>Completes when the process is given up: it was stopped, or died too often.</summary>
    public Task Ended { get; }

    /// <summary>Asks it to finish what it does and waits; after 12 seconds it is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        stopping = true;
        if (process is { } running)
        {
            await running.StopAsync(DrainLimit, Signal.Terminate, Signal.Kill);
        }

        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task KeepAsync(ProcessStartInfo start)
    {
        var restarts = new Queue<DateTime>();
        while (!stopping)
        {
            using var started = await TiedProcess.StartAsync(start, line => log($"{Name,-12} {line}"));
            process = started;
            if (stopping)
            {
                // Whoever stops us looked before it was there.
                Signal.Terminate.Send(started.Id);
            }

            var code = await started.Exited;
            if (!stopping)
            {
                while (restarts.TryPeek(out var oldest) && DateTime.UtcNow - oldest > TimeSpan.FromMinutes(1))
                {
                    restarts.Dequeue();
                }

                if (restarts.Count == MostRestartsAMinute)
                {
                    log($"{Name} ended with code {code}; it ends too often and is given up");
                    return;
                }

                log($"{Name} ended with code {code}; starting it again");
                restarts.Enqueue(DateTime.UtcNow);
                await Task.Delay(200);
            }
        }
    }
}
