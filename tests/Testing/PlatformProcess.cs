using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Jtai.Local;

namespace Jtai.Testing;

/// <summary>One of the platform's programs as a process, which ends with the tests however they end.</summary>
public sealed class PlatformProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ProcessStartInfo start;
    private Process process;

    private PlatformProcess(ProcessStartInfo start)
    {
        this.start = start;
        process = Start();
    }

    public IReadOnlyList<string> Lines => [.. lines.Where(line => line.Length > 0)];

    /// <param name="program">Its assembly.</param>
    /// <param name="settings">As environment variables.</param>
    /// <param name="hosts">A file that stands in for /etc/hosts, for this process alone; null: the machine's.</param>
    public static PlatformProcess Start(Assembly program, IReadOnlyDictionary<string, string> settings, string? hosts = null)
    {
        string[] command = ["setpriv", "--pdeathsig", "KILL", "dotnet", program.Location];
        var start = hosts is null
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("unshare", ["-rm", "sh", "-c", "mount --bind \"$0\" /etc/hosts && exec \"$@\"", hosts, .. command]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new PlatformProcess(start);
    }

    public async Task UntilAsync(string healthAddress)
    {
        // Whose certificate it has is no question of its health.
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } };
        using var http = new HttpClient(handler);
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"It did not start:\n{string.Join('\n', lines)}");
            }

            try
            {
                using var answer = await http.GetAsync(healthAddress);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>What the kernel knows it by.</summary>
    public int Id => process.Id;

    public async Task<int> EndAsync(TimeSpan limit)
    {
        await process.WaitForExitAsync().WaitAsync(limit);
        return process.ExitCode;
    }

    /// <summary>kill -9; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>The same program with the same settings, after its end.</summary>
    public void StartAgain() => process = Start();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    /// <summary>A port that is free on every loopback address, and that the kernel gives to nobody by itself.</summary>
    public static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Any, LoopbackPort.Free());
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody listens there on another address.
            }
        }
    }

    private Process Start()
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The kernel ties the signal of the parent's death to the thread that started the process, so the thread stays.
        new Thread(() =>
        {
            var child = Process.Start(start)!;
            child.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
            child.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
            child.BeginOutputReadLine();
            child.BeginErrorReadLine();
            started.SetResult(child);
            child.WaitForExit();
        })
        { IsBackground = true }.Start();
        return started.Task.GetAwaiter().GetResult();
    }
}
