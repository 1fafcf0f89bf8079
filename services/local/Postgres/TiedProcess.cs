using System.Diagnostics;

namespace Jtai.Local;

/// <summary>A child process that the kernel signals when we die, however that is: started by <c>setpriv --pdeathsig</c>.</summary>
internal sealed class TiedProcess : IDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TiedProcess(Process process) => (this.process, Id) = (process, process.Id);

    public int Id { get; }

    /// <summary>Completes with its exit code.</summary>
    public Task<int> Exited => exited.Task;

    /// <param name="start">What to start.</param>
    /// <param name="log">Takes its lines, where they are redirected.</param>
    public static Task<TiedProcess> StartAsync(ProcessStartInfo start, Action<string>? log = null)
    {
        var started = new TaskCompletionSource<TiedProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The kernel ties the signal to the thread that forked, and pool threads come and go: this one lives as long as the process.
        new Thread(() => Watch(start, log, started)) { IsBackground = true }.Start();
        return started.Task;
    }

    /// <summary>Sends one signal after the other, with the limit between them, until it is gone.</summary>
    public async Task StopAsync(TimeSpan limit, params IEnumerable<Signal> signals)
    {
        foreach (var signal in signals.TakeWhile(_ => !exited.Task.IsCompleted))
        {
            signal.Send(Id);
            await Task.WhenAny(exited.Task, Task.Delay(limit));
        }
    }

    public void Dispose() => process.Dispose();

    private static void Watch(ProcessStartInfo start, Action<string>? log, TaskCompletionSource<TiedProcess> started)
    {
        TiedProcess tied;
        try
        {
            tied = new TiedProcess(Process.Start(start)!);
        }
        catch (Exception failure)
        {
            started.SetException(failure);
            return;
        }

        if (log is not null)
        {
            tied.process.OutputDataReceived += (_, line) => Say(line.Data);
            tied.process.ErrorDataReceived += (_, line) => Say(line.Data);
            tied.process.BeginOutputReadLine();
            tied.process.BeginErrorReadLine();
        }

        started.SetResult(tied);
        tied.process.WaitForExit();
        tied.exited.SetResult(tied.process.ExitCode);

        void Say(string? line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                log!(line);
            }
        }
    }
}
