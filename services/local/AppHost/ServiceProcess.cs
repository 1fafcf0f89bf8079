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

    private readonly string name;
    private readonly string assembly;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly Action<string> log;
    private readonly Thread keeper;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<DateTime> restarts = new();
    private volatile Process? process;
    private volatile bool stopping;

    private ServiceProcess(string name, string assembly, IReadOnlyDictionary<string, string> settings, Action<string> log)
    {
        (this.name, this.assembly, this.settings, this.log) = (name, assembly, settings, log);
        // The kernel ties the parent-death signal to the thread that forked, so one thread starts it and stays.
        keeper = new Thread(Keep) { IsBackground = true, Name = name };
    }

    /// <summary>Completes when the process is given up: it was stopped, or died too often.</summary>
    public Task Ended => ended.Task;

    public string Name => name;

    public int? ProcessId => process?.Id;

    public static ServiceProcess Start(
        string name, string assembly, IReadOnlyDictionary<string, string> settings, Action<string> log)
    {
        var service = new ServiceProcess(name, assembly, settings, log);
        service.keeper.Start();
        return service;
    }

    /// <summary>Asks it to finish what it does and waits; after 12 seconds it is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        stopping = true;
        if (process is { } running)
        {
            Signal.Terminate.Send(running.Id);
            if (await Task.WhenAny(ended.Task, Task.Delay(DrainLimit)) != ended.Task)
            {
                Signal.Kill.Send(running.Id);
            }
        }

        await ended.Task;
    }

    private void Keep()
    {
        while (!stopping)
        {
            using var started = Process.Start(StartInfo()) ?? throw new InvalidOperationException($"{name} did not start.");
            process = started;
            started.OutputDataReceived += (_, line) => Say(line.Data);
            started.ErrorDataReceived += (_, line) => Say(line.Data);
            started.BeginOutputReadLine();
            started.BeginErrorReadLine();
            started.WaitForExit();
            process = null;
            if (!stopping && !MayRestart(started.ExitCode))
            {
                break;
            }
        }

        ended.TrySetResult();
    }

    private bool MayRestart(int exitCode)
    {
        var now = DateTime.UtcNow;
        while (restarts.TryPeek(out var oldest) && now - oldest > TimeSpan.FromMinutes(1))
        {
            restarts.Dequeue();
        }

        restarts.Enqueue(now);
        var again = restarts.Count <= MostRestartsAMinute;
        log($"{name} ended with code {exitCode}{(again ? "; starting it again" : "; it ends too often and is given up")}");
        Thread.Sleep(200);
        return again;
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo("setpriv")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
        };
        foreach (var argument in (string[])["--pdeathsig", "TERM", "dotnet", assembly])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return start;
    }

    private void Say(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            log($"{name,-12} {line}");
        }
    }
}
