using System.Diagnostics;
using System.Globalization;

namespace Jtai.Local;

/// <summary>The server process.</summary>
internal sealed class Postmaster : IDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Postmaster(Process process, string binaryDirectory)
    {
        this.process = process;
        Id = process.Id;
        BinaryDirectory = binaryDirectory;
    }

    public int Id { get; }

    public string BinaryDirectory { get; }

    public Task Exited => exited.Task;

    public static Postmaster Start(
        ServerDirectory directory, PostgresBinaries binaries, ServerAccount account, int port, bool durable)
    {
        string[] settings =
        [
            $"port={port.ToString(CultureInfo.InvariantCulture)}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
            "max_connections=400", "jit=off", "timezone=UTC", "log_timezone=UTC", "logging_collector=off",
            "log_destination=stderr", "log_line_prefix=%m [%p] ", "lc_messages=C",
            .. durable ? [] : (string[])["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"],
        ];
        var command = account.Command(
            diesWithParent: true,
            // The shell only opens the log, as the server's user, and becomes the server: the process id stays.
            ["sh", "-c", """log=$1; shift; umask 077; exec "$@" >"$log" 2>&1 </dev/null""", "sh", directory.Log,
                binaries.Postgres, "-D", directory.Cluster, .. settings.SelectMany(setting => (string[])["-c", setting])]);

        // The kernel ties the parent-death signal to the thread that forked, and pool threads come and go:
        // this thread lives exactly as long as the server.
        var started = new TaskCompletionSource<Postmaster>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Watch(command, binaries.Directory, started)) { IsBackground = true, Name = "postgres" }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Ends sessions and stops; harder after each limit. Returns when the process is gone.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        foreach (var signal in (Signal[])[Signal.Interrupt, Signal.Quit, Signal.Kill])
        {
            if (exited.Task.IsCompleted)
            {
                return;
            }

            signal.Send(Id);
            if (await Task.WhenAny(exited.Task, Task.Delay(limit)) == exited.Task)
            {
                return;
            }
        }
    }

    public void Dispose() => process.Dispose();

    private static void Watch(ProcessStartInfo command, string binaryDirectory, TaskCompletionSource<Postmaster> started)
    {
        Postmaster postmaster;
        try
        {
            postmaster = new Postmaster(Process.Start(command)!, binaryDirectory);
        }
        catch (Exception failure)
        {
            started.SetException(new PrivatePostgresException($"PostgreSQL could not be started: {failure.Message}", failure));
            return;
        }
        started.SetResult(postmaster);
        postmaster.process.WaitForExit();
        postmaster.exited.SetResult();
    }
}
