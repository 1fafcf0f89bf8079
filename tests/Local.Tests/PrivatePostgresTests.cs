using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Jtai.Local.Tests;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    private string Data => temporary.Sub("postgres");

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task Start_OnEmptyDirectory_AnswersOnLoopbackOnlyAndStopsWhenDisposed()
    {
        int processId;
        await using (var server = await PrivatePostgres.StartAsync(Data, durable: false))
        {
            processId = server.ProcessId;
            Assert.Equal("127.0.0.1", await Ask(server, "show listen_addresses"));
            Assert.Equal("400", await Ask(server, "show max_connections"));
            Assert.Equal("off", await Ask(server, "show fsync"));
        }
        Assert.False(Directory.Exists($"/proc/{processId}"));
        Assert.False(File.Exists(Path.Combine(Data, "cluster", "postmaster.pid")));
    }

    [Fact]
    public async Task Start_Durable_SyncsAndRunsNotAsRoot()
    {
        await using var server = await PrivatePostgres.StartAsync(Data);
        Assert.Equal("on", await Ask(server, "show fsync"));
        Assert.Equal("on", await Ask(server, "show synchronous_commit"));
        var uid = (await File.ReadAllLinesAsync($"/proc/{server.ProcessId}/status")).Single(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.DoesNotContain("0", uid.Split('\t')[1..]);
        var password = Path.Combine(server.Directory, "password");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(password));
    }

    [Fact]
    public async Task Connect_WithWrongPassword_IsRefused()
    {
        await using var server = await PrivatePostgres.StartAsync(Data, durable: false);
        var wrong = new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString("postgres")) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task Error_AboutWhatAUserWrote_LeavesNothingOfItInTheLog()
    {
        await using var server = await PrivatePostgres.StartAsync(Data, durable: false);
        await Write(server, "canary");
        await using (var connection = await Open(server))
        {
            string[] failing = ["select $1::text::jsonb", "insert into kept_once values ($1)"];
            await using var create = new NpgsqlCommand("create table kept_once (word text primary key); insert into kept_once select word from kept", connection);
            await create.ExecuteNonQueryAsync();
            foreach (var sql in failing)
            {
#pragma warning disable CA2100 // The literals above.
                await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = "canary" } } };
#pragma warning restore CA2100
                await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            }
        }

        var log = await File.ReadAllTextAsync(Path.Combine(server.Directory, "postgres.log"));
        Assert.Contains("duplicate key value", log, StringComparison.Ordinal);
        Assert.Contains("invalid input syntax for type json", log, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AfterStop_KeepsData()
    {
        await using (var first = await PrivatePostgres.StartAsync(Data, durable: false))
        {
            await Write(first, "stopped");
        }

        await using var second = await PrivatePostgres.StartAsync(Data, durable: false);
        Assert.Equal("stopped", await Ask(second, "select word from kept"));
    }

    [Fact]
    public async Task Start_AfterPostmasterKilledInMidQuery_KeepsCommittedDataAndLeavesNoBackend()
    {
        var first = await PrivatePostgres.StartAsync(Data);
        await Write(first, "committed");
        // A backend that burns processor time does not notice that its postmaster is gone.
        await using var busy = await Open(first);
        await using var command = busy.CreateCommand();
        command.CommandText = "select pg_backend_pid()";
        var backend = (int)(await command.ExecuteScalarAsync())!;
        command.CommandText = "select count(*) from generate_series(1, 1000000000000) as n where n < 0";
        command.CommandTimeout = 0;
        var burning = command.ExecuteScalarAsync();
        await Task.Delay(200);
        Kill(first.ProcessId);
        await first.Exited;
        await first.DisposeAsync();

        await using var second = await PrivatePostgres.StartAsync(Data);
        Assert.Equal("committed", await Ask(second, "select word from kept"));
        Assert.True(await Ends(backend));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => burning);
    }

    [Fact]
    public async Task Start_AfterParentKilled_FindsNothingLeftAndKeepsCommittedData()
    {
        using var parent = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(PrivatePostgresTests).Assembly.Location, Data])
        {
            RedirectStandardOutput = true,
        })!;
        var words = (await parent.StandardOutput.ReadLineAsync())!.Split(' ');
        var postmaster = int.Parse(words[0], CultureInfo.InvariantCulture);
        var password = await File.ReadAllTextAsync(Path.Combine(Data, "password"));
        await using (var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={words[1]};Username=postgres;Password={password};Database=postgres;Pooling=false"))
        {
            await connection.OpenAsync();
            await Write(connection, "acknowledged");
        }

        var inUse = await Assert.ThrowsAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(Data));
        Assert.Contains("is in use by another run", inUse.Message, StringComparison.Ordinal);

        Kill(parent.Id);
        await parent.WaitForExitAsync();
        // The kernel told the server; it needs nobody to start again for that.
        Assert.True(await Ends(postmaster));

        await using var second = await PrivatePostgres.StartAsync(Data);
        Assert.Equal("acknowledged", await Ask(second, "select word from kept"));
    }

    [Fact]
    public async Task Start_WithLiveOrphan_StopsItFirst()
    {
        string binaries;
        await using (var first = await PrivatePostgres.StartAsync(Data, durable: false))
        {
            binaries = first.BinaryDirectory;
            await Write(first, "before");
        }
        string[] stepDown = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : ["env"];
        string[] start = [.. stepDown[1..], Path.Combine(binaries, "pg_ctl"), "-D", Path.Combine(Data, "cluster"), "-l", Path.Combine(Data, "orphan.log"),
            "-o", $"-c listen_addresses=127.0.0.1 -c port={LoopbackPort.Free()} -c unix_socket_directories=", "start"];
        using (var starting = Process.Start(new ProcessStartInfo(stepDown[0], start) { WorkingDirectory = "/", RedirectStandardOutput = true })!)
        {
            await starting.WaitForExitAsync();
        }

        var orphan = int.Parse(File.ReadLines(Path.Combine(Data, "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        Assert.True(Directory.Exists($"/proc/{orphan}"));

        await using var second = await PrivatePostgres.StartAsync(Data, durable: false);
        Assert.True(await Ends(orphan));
        Assert.Equal("before", await Ask(second, "select word from kept"));
    }

    [Fact]
    public async Task Start_AfterInitialisationWasCutShort_StartsAfresh()
    {
        var unfinished = Path.Combine(Data, "cluster.unfinished", "base");
        Directory.CreateDirectory(unfinished);
        await File.WriteAllTextAsync(Path.Combine(unfinished, "half"), "half");
        await using var server = await PrivatePostgres.StartAsync(Data, durable: false);
        Assert.Equal("1", await Ask(server, "select '1'"));
    }

    [Fact]
    public async Task Start_InDirectoryClosedToOthers_ServesFromWhereItsUserCanReach()
    {
        var closed = temporary.Sub("closed");
        Directory.CreateDirectory(closed);
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var data = Path.Combine(closed, "postgres");
        string served;
        await using (var server = await PrivatePostgres.StartAsync(data, durable: false))
        {
            served = server.Directory;
            await Write(server, "elsewhere");
        }
        await using (var again = await PrivatePostgres.StartAsync(data, durable: false))
        {
            Assert.Equal("elsewhere", await Ask(again, "select word from kept"));
        }

        await PrivatePostgres.DeleteAsync(data);
        // Only root's server runs as somebody else, who cannot get in.
        Assert.StartsWith(Environment.IsPrivilegedProcess ? "/var/lib/jtai-local/" : data, served, StringComparison.Ordinal);
        Assert.False(Directory.Exists(served));
    }

    /// <summary>A dead process may wait a moment for its adoptive parent to collect it.</summary>
    private static async Task<bool> Ends(int processId)
    {
        for (var i = 0; i < 250 && Directory.Exists($"/proc/{processId}"); i++)
        {
            await Task.Delay(20);
        }

        return !Directory.Exists($"/proc/{processId}");
    }

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    private static async Task<NpgsqlConnection> Open(PrivatePostgres server)
    {
        var connection = new NpgsqlConnection(server.SuperuserConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task Write(PrivatePostgres server, string word)
    {
        await using var connection = await Open(server);
        await Write(connection, word);
    }

    private static async Task Write(NpgsqlConnection connection, string word)
    {
        await using var command = new NpgsqlCommand("create table kept (word text)", connection);
        await command.ExecuteNonQueryAsync();
        await using var insert = new NpgsqlCommand("insert into kept values ($1)", connection) { Parameters = { new() { Value = word } } };
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task<string> Ask(PrivatePostgres server, string sql)
    {
        await using var connection = await Open(server);
#pragma warning disable CA2100 // Literals of the tests above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
