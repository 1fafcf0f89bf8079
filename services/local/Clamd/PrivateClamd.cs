using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Jtai.Local;

/// <summary>
/// ClamAV's daemon for one machine: on loopback only, never as root, with a configuration and signatures of its own. It knows EICAR's
/// test file and one word of ours and no real virus: those signatures are not to be had everywhere, and nothing real is put in here.
/// It stops when this object is disposed or when this process dies, however it dies.
/// </summary>
public sealed class PrivateClamd : IAsyncDisposable
{
    /// <summary>A text that holds it is found infected, by the name <c>Jtai.TestWord</c>.</summary>
    public const string TestWord = "jtai-test-word-that-clamd-takes-for-a-virus";

    private const string Program = "/usr/sbin/clamd";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly TiedProcess process;
    private readonly FileStream ownership;

    private PrivateClamd(TiedProcess process, FileStream ownership, int port) => (this.process, this.ownership, Port) = (process, ownership, port);

    /// <summary>Debian's package <c>clamav-daemon</c> is there.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>What is found infected as <c>Eicar-Test-Signature</c>; put together here, so that no scanner finds it in our files.</summary>
    public static string EicarTestFile => string.Concat("X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!", "$H+H*");

    // The package brings the user; it needs no rights but to its own directory.
    private static ServerAccount Account => new(Environment.IsPrivilegedProcess ? "clamav" : null);

    /// <summary>On 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>As the setting <c>Files:Scanner</c> takes it.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Of the daemon.</summary>
    public int ProcessId => process.Id;

    /// <param name="directory">Holds nothing else; created if absent.</param>
    /// <param name="ct">Gives up, leaving nothing running.</param>
    /// <exception cref="PrivatePostgresException">It is not installed, its directory is in use, or it does not start.</exception>
    public static async Task<PrivateClamd> StartAsync(string directory, CancellationToken ct = default)
    {
        if (!IsInstalled)
        {
            throw new PrivatePostgresException("ClamAV's daemon is not installed. Install it with: apt-get install -y --no-install-recommends clamav-daemon");
        }

        var account = Account;
        var place = ServerDirectory.Prepare(directory, account);
        var ownership = place.TakeOwnership();
        TiedProcess? process = null;
        try
        {
            var port = LoopbackPort.Free();
            var configuration = await WriteFilesAsync(place.Root, port, ct);
            await place.HandOverAsync(account, ct);
            process = await TiedProcess.StartAsync(account.Command(
                diesWithParent: true,
                // The shell only sends its words to a file, and becomes the daemon: the process id stays.
                ["sh", "-c", """log=$1; shift; exec "$@" >"$log" 2>&1 </dev/null""", "sh", Path.Combine(place.Root, "clamd.log"),
                    Program, "--foreground", $"--config-file={configuration}"]));
            await UntilAnswersAsync(process, port, ct);
            return new PrivateClamd(process, ownership, port);
        }
        catch
        {
            await (process?.StopAsync(TimeSpan.FromSeconds(5), Signal.Terminate, Signal.Kill) ?? Task.CompletedTask);
            await ownership.DisposeAsync();
            throw;
        }
    }

    /// <summary>Deletes all of what a run has left there.</summary>
    /// <exception cref="PrivatePostgresException">A living process uses the directory.</exception>
    public static async Task DeleteAsync(string directory)
    {
        var place = ServerDirectory.Locate(directory, Account);
        if (Directory.Exists(place.Root))
        {
            await using var ownership = place.TakeOwnership();
            Directory.Delete(place.Root, recursive: true);
        }
    }

    /// <summary>Stops it. Returns when the process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.StopAsync(TimeSpan.FromSeconds(5), Signal.Terminate, Signal.Kill);
        process.Dispose();
        await ownership.DisposeAsync();
    }

    /// <summary>As if it had died, for tests of what then happens.</summary>
    public Task KillAsync() => process.StopAsync(TimeSpan.FromSeconds(5), Signal.Kill);

    private static async Task<string> WriteFilesAsync(string root, int port, CancellationToken ct)
    {
        var (signatures, work) = (Directory.CreateDirectory(Path.Combine(root, "signatures")), Directory.CreateDirectory(Path.Combine(root, "work")));
        await File.WriteAllTextAsync(
            Path.Combine(signatures.FullName, "jtai.ndb"), $"Eicar-Test-Signature:0:*:{Hex(EicarTestFile)}\nJtai.TestWord:0:*:{Hex(TestWord)}\n", ct);
        var configuration = Path.Combine(root, "clamd.conf");
        string[] settings =
        [
            $"TCPSocket {port}", "TCPAddr 127.0.0.1", $"DatabaseDirectory {signatures.FullName}", $"TemporaryDirectory {work.FullName}",
            "MaxThreads 4", "MaxQueue 20", "StreamMaxLength 26M", "MaxFileSize 512M", "MaxScanSize 512M", "MaxScanTime 60000", "MaxRecursion 10",
            "MaxFiles 10000", "AlertExceedsMax yes", "ReadTimeout 30", "SelfCheck 0", "Bytecode no", "ExitOnOOM yes",
        ];
        await File.WriteAllLinesAsync(configuration, settings, ct);
        return configuration;
    }

    private static async Task UntilAnswersAsync(TiedProcess process, int port, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); !await AnswersAsync(port, ct); await Task.Delay(20, ct))
        {
            if (process.Exited.IsCompleted || waited.Elapsed > StartLimit)
            {
                throw new PrivatePostgresException("ClamAV's daemon did not start.");
            }
        }
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, ct);
            await client.GetStream().WriteAsync("zPING\0"u8.ToArray(), ct);
            var answer = new byte[5];
            await client.GetStream().ReadExactlyAsync(answer, ct);
            return answer.AsSpan().SequenceEqual("PONG\0"u8);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false;
        }
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text));
}
