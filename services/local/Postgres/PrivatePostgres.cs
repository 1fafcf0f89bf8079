using System.Diagnostics;
using Npgsql;

namespace Jtai.Local;

/// <summary>
/// A PostgreSQL server of our own: its cluster in a directory, on loopback only, never run as root.
/// It stops when this object is disposed or when this process dies, however it dies.
/// </summary>
/// <remarks>
/// The superuser is <c>postgres</c>, with a password that is made once and kept (mode 0600) beside the cluster.
/// One process at a time may use a directory. What a killed process left running there is stopped at the next start.
/// </remarks>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan FastStopLimit = TimeSpan.FromSeconds(20);

    private readonly ServerDirectory directory;
    private readonly FileStream ownership;
    private readonly TiedProcess postmaster;
    private readonly string password;

    private PrivatePostgres(ServerDirectory directory, FileStream ownership, TiedProcess postmaster, string password, int port, string binaries) =>
        (this.directory, this.ownership, this.postmaster, this.password, Port, BinaryDirectory) = (directory, ownership, postmaster, password, port, binaries);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The process id of the server (its postmaster).</summary>
    public int ProcessId => postmaster.Id;

    /// <summary>
    /// Where the files really are. The directory that was asked for, except for root with a directory that the
    /// <c>postgres</c> user cannot reach (under /root, say): then a directory under /var/lib/jtai-local.
    /// </summary>
    public string Directory => directory.Root;

    /// <summary>The directory that holds psql, pg_dump, pgbench and the rest.</summary>
    public string BinaryDirectory { get; }

    /// <summary>Completes when the server process ends, for whatever reason.</summary>
    public Task Exited => postmaster.Exited;

    /// <summary>A connection string, for Npgsql, of the superuser to <paramref name="database"/>.</summary>
    public string SuperuserConnectionString(string database) => ConnectionString(Port, password, database);

    /// <summary>Starts the server, making the cluster first if there is none; ready for connections when it returns.</summary>
    /// <param name="dataDirectory">A directory that holds nothing else; created if absent.</param>
    /// <param name="durable">False turns fsync off: for tests, whose data may be lost with the machine (not with the process).</param>
    /// <param name="cancellation">Gives up, leaving nothing running.</param>
    /// <exception cref="PrivatePostgresException">
    /// No PostgreSQL 15 or later, a directory in use or not writable, or a server that does not start.
    /// </exception>
    public static async Task<PrivatePostgres> StartAsync(
        string dataDirectory, bool durable = true, CancellationToken cancellation = default)
    {
        var account = ServerAccount.OfThisProcess();
        var directory = ServerDirectory.Prepare(dataDirectory, account);
        var ownership = directory.TakeOwnership();
        try
        {
            var binaries = PostgresBinaries.Find(directory.ClusterVersion());
            await Leftovers.StopAsync(directory, ownership, cancellation);
            await directory.HandOverAsync(account, cancellation);
            var password = await directory.CreateClusterAsync(binaries, account, durable, cancellation);
            var (postmaster, port) = await StartServerAsync(directory, binaries, account, durable, password, cancellation);
            return new PrivatePostgres(directory, ownership, postmaster, password, port, binaries.Directory);
        }
        catch
        {
            await ownership.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops what a killed process left running in <paramref name="dataDirectory"/> and deletes all of it.</summary>
    /// <exception cref="PrivatePostgresException">A living process uses the directory.</exception>
    public static async Task DeleteAsync(string dataDirectory, CancellationToken cancellation = default)
    {
        var directory = ServerDirectory.Locate(dataDirectory, ServerAccount.OfThisProcess());
        if (!System.IO.Directory.Exists(directory.Root))
        {
            return;
        }

        await using (var ownership = directory.TakeOwnership())
        {
            await Leftovers.StopAsync(directory, ownership, cancellation);
            System.IO.Directory.Delete(directory.Root, recursive: true);
        }
    }

    /// <summary>Stops the server: open sessions are ended, committed work is on disk. Returns when the process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(postmaster);
        await ownership.DisposeAsync();
    }

    private static async Task<(TiedProcess, int)> StartServerAsync(
        ServerDirectory directory, PostgresBinaries binaries, ServerAccount account, bool durable, string password, CancellationToken cancellation)
    {
        // A free port can be taken by somebody else between finding it and using it.
        for (var attempt = 1; ; attempt++)
        {
            var port = LoopbackPort.Free();
            var postmaster = await TiedProcess.StartAsync(Command(directory, binaries, account, port, durable));
            try
            {
                await UntilReadyAsync(postmaster, directory, port, password, cancellation);
                return (postmaster, port);
            }
            catch (Exception failure)
            {
                await StopAsync(postmaster);
                if (attempt == 5 || failure is not PrivatePostgresException || !directory.ReadLog().Contains("could not bind", StringComparison.Ordinal))
                {
                    throw;
                }
            }
        }
    }

    private static ProcessStartInfo Command(
        ServerDirectory directory, PostgresBinaries binaries, ServerAccount account, int port, bool durable)
    {
        string[] settings =
        [
            $"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
            "max_connections=400", "jit=off", "timezone=UTC", "log_timezone=UTC", "logging_collector=off",
            "log_destination=stderr", "log_line_prefix=%m [%p] ", "lc_messages=C",
            // DETAIL, CONTEXT and parameters quote what users wrote.
            "log_error_verbosity=terse", "log_parameter_max_length_on_error=0",
            .. durable ? [] : (string[])["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"],
        ];
        return account.Command(
            diesWithParent: true,
            // The shell only opens the log, as the server's user, and becomes the server: the process id stays.
            ["sh", "-c", """log=$1; shift; umask 077; exec "$@" >"$log" 2>&1 </dev/null""", "sh", directory.Log,
                binaries.Postgres, "-D", directory.Cluster, .. settings.SelectMany(setting => (string[])["-c", setting])]);
    }

    /// <summary>Ends sessions and stops; harder after each limit.</summary>
    private static async Task StopAsync(TiedProcess postmaster)
    {
        await postmaster.StopAsync(FastStopLimit, Signal.Interrupt, Signal.Quit, Signal.Kill);
        postmaster.Dispose();
    }

    private static async Task UntilReadyAsync(
        TiedProcess postmaster, ServerDirectory directory, int port, string password, CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20, cancellation))
        {
            if (postmaster.Exited.IsCompleted)
            {
                throw new PrivatePostgresException($"PostgreSQL stopped while starting: {directory.LastLogLine()} (log: {directory.Log})");
            }

            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString(port, password, "postgres") + ";Pooling=false;Timeout=5");
                await connection.OpenAsync(cancellation);
                return;
            }
            catch (PostgresException refusal) when (refusal.SqlState != PostgresErrorCodes.CannotConnectNow)
            {
                throw new PrivatePostgresException($"PostgreSQL refused its own superuser: {refusal.MessageText} (data: {directory.Root})", refusal);
            }
            catch (NpgsqlException failure) when (clock.Elapsed > StartLimit)
            {
                throw new PrivatePostgresException(
                    $"PostgreSQL was not ready within {StartLimit.TotalSeconds:0} s: {directory.LastLogLine()} (log: {directory.Log})", failure);
            }
            catch (NpgsqlException)
            {
                // Not yet.
            }
        }
    }

    private static string ConnectionString(int port, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = "postgres",
        Password = password,
        Database = database,
    }.ConnectionString;
}
