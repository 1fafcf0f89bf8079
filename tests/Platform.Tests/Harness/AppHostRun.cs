using System.Diagnostics;
using Jtai.LetterTests;
using Jtai.Local;

namespace Jtai.Platform.Tests.Harness;

/// <summary>One run of the built program behind <c>./run</c>, with everything that it said.</summary>
internal sealed class AppHostRun : IAsyncDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(45);

    private readonly Process process;
    private readonly List<string> output = [];
    private readonly List<string> errors = [];

    private AppHostRun(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    public IReadOnlyList<string> Output => Copy(output);

    public IReadOnlyList<string> Errors => Copy(errors);

    /// <param name="folder">Where its temporary files go.</param>
    /// <param name="arguments">As after <c>./run</c>.</param>
    public static AppHostRun Start(TemporaryFolder folder, params string[] arguments) => Start(folder, new Dictionary<string, string>(), arguments);

    /// <param name="folder">Where its temporary files go.</param>
    /// <param name="environment">Variables for it and for what it starts.</param>
    /// <param name="arguments">As after <c>./run</c>.</param>
    public static AppHostRun Start(TemporaryFolder folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var program = Path.Combine(Folders.Repository, "services/local/AppHost/bin", Configuration, "net10.0/Jtai.AppHost.dll");
        // Started in the background of a shell, as a build server may do it, the tests and what they start would ignore Ctrl-C.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["TMPDIR"] = folder.Path;
        return new AppHostRun(Process.Start(start)!);
    }

    /// <returns>The exit code, once all of its output is here.</returns>
    public async Task<int> EndAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It still runs after {limit.TotalSeconds} s.\n{Said()}");
        }
    }

    public async Task UntilItSaysAsync(string beginning, TimeSpan limit)
    {
        for (var clock = Stopwatch.StartNew(); !Output.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)); await Task.Delay(100))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"It ended with {process.ExitCode} before it said {beginning}\n{Said()}");
            }

            if (clock.Elapsed > limit)
            {
                throw new TimeoutException($"After {limit.TotalSeconds} s it has not said {beginning}\n{Said()}");
            }
        }
    }

    public void Send(Signal signal) => signal.Send(process.Id);

    public string Said() => string.Join('\n', Output.TakeLast(40).Concat(Errors.TakeLast(20)));

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Send(Signal.Terminate);
            try
            {
                await EndAsync(StopLimit);
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
    }

    private static void Keep(List<string> lines, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }

    private static string[] Copy(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }
}
