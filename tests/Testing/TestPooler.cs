using Jtai.Local;
using Npgsql;

namespace Jtai.Testing;

/// <summary>
/// Debian's <c>pgbouncer</c> in transaction mode before one test database: many clients share two server connections of each role.
/// </summary>
public sealed class TestPooler : IAsyncDisposable
{
    public const int ServerConnections = 2;

    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly DirectoryInfo directory;
    private readonly TiedProcess process;
    private readonly int port;

    private TestPooler(DirectoryInfo directory, TiedProcess process, int port) =>
        (this.directory, this.process, this.port) = (directory, process, port);

    public static async Task<TestPooler> StartAsync(TestDatabase database)
    {
        var server = new NpgsqlConnectionStringBuilder(database.App);
        var directory = Directory.CreateTempSubdirectory("jtai-test-pooler-");
        // It refuses to run as root, as PostgreSQL does.
        File.SetUnixFileMode(directory.FullName, ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var users = new[] { database.App, database.Relay }.Select(role => new NpgsqlConnectionStringBuilder(role));
        var userList = Path.Combine(directory.FullName, "users");
        await File.WriteAllLinesAsync(userList, users.Select(user => $"\"{user.Username}\" \"{user.Password}\""));
        var port = LoopbackPort.Free();
        var settings = Path.Combine(directory.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            {database.Name} = host={server.Host} port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {userList}
            pool_mode = transaction
            default_pool_size = {ServerConnections}
            max_client_conn = 200
            """);
        var lines = new List<string>();
        var process = await TiedProcess.StartAsync(Redirected(ServerAccount.OfThisProcess().Command(diesWithParent: true, "/usr/sbin/pgbouncer", settings)), Keep);
        var pooler = new TestPooler(directory, process, port);
        await pooler.UntilListeningAsync(() => string.Join('\n', lines));
        return pooler;

        void Keep(string line)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }

    /// <summary>The same role, by way of the pooler.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await process.StopAsync(TimeSpan.FromSeconds(5), Signal.Terminate, Signal.Kill);
        process.Dispose();
        directory.Delete(recursive: true);
    }

    private static System.Diagnostics.ProcessStartInfo Redirected(System.Diagnostics.ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    private async Task UntilListeningAsync(Func<string> lines)
    {
        for (var started = DateTime.UtcNow; !LoopbackPort.IsTaken(port); await Task.Delay(20))
        {
            if (process.Exited.IsCompleted || DateTime.UtcNow - started > TimeSpan.FromSeconds(30))
            {
                throw new InvalidOperationException($"pgbouncer (Debian's package of that name) does not listen: {lines()}");
            }
        }
    }
}
