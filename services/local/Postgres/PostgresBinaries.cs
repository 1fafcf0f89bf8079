using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Jtai.Local;

/// <summary>The programs of one installed PostgreSQL.</summary>
internal sealed record PostgresBinaries(string Directory, int Version)
{
    private const int OldestVersion = 15;
    private const string Debian = "/usr/lib/postgresql";

    public string Initdb => Path.Combine(Directory, "initdb");

    public string Postgres => Path.Combine(Directory, "postgres");

    /// <summary>The newest that can be used; the one of <paramref name="clusterVersion"/> where a cluster exists already.</summary>
    public static PostgresBinaries Find(int? clusterVersion)
    {
        var found = Directories().Distinct().Select(Inspect).OfType<PostgresBinaries>().OrderByDescending(one => one.Version).ToList();
        if (clusterVersion is { } version)
        {
            return found.Find(one => one.Version == version)
                ?? throw NotFound($"The data were made by PostgreSQL {version}, which is not installed.", $"postgresql-{version}");
        }

        return found.Find(one => one.Version >= OldestVersion)
            ?? throw NotFound($"PostgreSQL {OldestVersion} or later is not installed.");
    }

    public static PrivatePostgresException NotFound(string reason, string package = "postgresql")
    {
        var sudo = Environment.IsPrivilegedProcess ? "" : "sudo ";
        return new($"{reason} Install it with: {sudo}apt-get install -y --no-install-recommends {package}");
    }

    private static IEnumerable<string> Directories() =>
    [
        .. System.IO.Directory.Exists(Debian) ? System.IO.Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")) : [],
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
    ];

    private static PostgresBinaries? Inspect(string directory)
    {
        var postgres = Path.Combine(directory, "postgres");
        if (!File.Exists(postgres) || !File.Exists(Path.Combine(directory, "initdb")))
        {
            return null;
        }
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "postgres (PostgreSQL) 18beta1"
        var words = Output(postgres, "--version")?.Split(' ') ?? [];
        var digits = words.Length > 2 ? string.Concat(words[2].TakeWhile(char.IsAsciiDigit)) : "";
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var version) ? new(directory, version) : null;
    }

    private static string? Output(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
