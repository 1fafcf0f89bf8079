using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Jtai.Local;

/// <summary>What lies in the data directory: the cluster, its password, its log, and the lock of the process that uses it.</summary>
internal sealed class ServerDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;

    private ServerDirectory(string root) => Root = root;

    public string Root { get; }

    public string Cluster => Path.Combine(Root, "cluster");

    public string Log => Path.Combine(Root, "postgres.log");

    private string PasswordFile => Path.Combine(Root, "password");

    public static ServerDirectory Locate(string requested, ServerAccount account)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(requested));
        if (account.StepDownTo is null || OthersMayPassThrough(Path.GetDirectoryName(full)))
        {
            return new ServerDirectory(full);
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..16];
        return new ServerDirectory($"/var/lib/jtai-local/{name}");
    }

    public static ServerDirectory Prepare(string requested, ServerAccount account)
    {
        var directory = Locate(requested, account);
        try
        {
            Directory.CreateDirectory(directory.Root);
            File.SetUnixFileMode(directory.Root, OwnerOnlyDirectory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException($"The directory {directory.Root} cannot be used for PostgreSQL: {failure.Message}", failure);
        }
        return directory;
    }

    /// <summary>Two processes on one cluster would each stop the other's server: the second is refused.</summary>
    public FileStream TakeOwnership()
    {
        try
        {
            // The kernel lets go of the lock when the process dies, so a stale file means nothing.
            return new FileStream(Path.Combine(Root, "in-use"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = OwnerOnly,
            });
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new PrivatePostgresException($"The directory {Root} belongs to another user.", failure);
        }
        catch (IOException failure)
        {
            throw new PrivatePostgresException($"The directory {Root} is in use by another run: stop that one or choose another directory.", failure);
        }
    }

    public async Task HandOverAsync(ServerAccount account, CancellationToken cancellation)
    {
        if (account.StepDownTo is { } user)
        {
            await Run(new ProcessStartInfo("chown", ["-R", "--no-dereference", $"{user}:{user}", Root]), cancellation);
        }
    }

    public int? ClusterVersion()
    {
        var file = Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Makes the cluster where there is none, and returns the superuser's password.</summary>
    public async Task<string> CreateClusterAsync(
        PostgresBinaries binaries, ServerAccount account, bool durable, CancellationToken cancellation)
    {
        if (Directory.Exists(Cluster))
        {
            return await File.ReadAllTextAsync(PasswordFile, cancellation);
        }

        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await File.WriteAllTextAsync(PasswordFile, "", cancellation);
        File.SetUnixFileMode(PasswordFile, OwnerOnly);
        await File.WriteAllTextAsync(PasswordFile, password, cancellation);
        await HandOverAsync(account, cancellation);

        // Made beside and moved when whole: a kill in the middle leaves no half cluster that looks like one.
        var unfinished = Path.Combine(Root, "cluster.unfinished");
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        string[] options =
        [
            "-D", unfinished, "--username=postgres", $"--pwfile={PasswordFile}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
        ];
        await Run(account.Command(diesWithParent: false, [binaries.Initdb, .. options, .. durable ? [] : (string[])["--no-sync"]]), cancellation);
        Directory.Move(unfinished, Cluster);
        return password;
    }

    public string ReadLog() => File.Exists(Log) ? File.ReadAllText(Log) : "";

    public string LastLogLine()
    {
        var lines = ReadLog().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var telling = Array.FindLast(lines, line => line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("PANIC", StringComparison.Ordinal));
        return telling ?? lines.LastOrDefault() ?? "no reason given";
    }

    private static bool OthersMayPassThrough(string? directory)
    {
        for (; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (Directory.Exists(directory) && !File.GetUnixFileMode(directory).HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task Run(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        await output;
        if (process.ExitCode != 0)
        {
            throw new PrivatePostgresException($"{string.Join(' ', start.ArgumentList)} failed: {(await errors).Trim().ReplaceLineEndings(" ")}");
        }
    }
}
