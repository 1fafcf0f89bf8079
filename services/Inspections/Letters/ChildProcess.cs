using System.Diagnostics;
using System.Text;

namespace Jtai.Letters;

/// <summary>A process that reads what may be hostile: it knows no secret of this one, and ends with it.</summary>
public static class ChildProcess
{
    private const int MostErrorBytes = 64 * 1024;
    private const string Path = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>What stands before a command so that it runs as nobody; nothing where this process is not root itself.</summary>
    public static IReadOnlyList<string> AsNobody { get; } = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]
        : [];

    /// <summary>Starts a command with an environment that holds a search path and <paramref name="settings"/> alone.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static Process Start(IReadOnlyList<string> command, params IReadOnlyList<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Path;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Gives it its input and takes what it writes; whatever happens, it and its own children are gone afterwards.</summary>
    /// <returns>Its exit code (128 and the signal's number where one ended it), and at most one byte more than asked for.</returns>
    public static async Task<(int ExitCode, byte[] Output, string Errors)> RunAsync(
        Process child, byte[] input, int mostOutputBytes, CancellationToken cancellation)
    {
        try
        {
            var writing = WriteAsync(child.StandardInput.BaseStream, input, cancellation);
            var errors = ReadAsync(child.StandardError.BaseStream, MostErrorBytes, cancellation);
            var output = await ReadAsync(child.StandardOutput.BaseStream, mostOutputBytes, cancellation);
            if (output.Length > mostOutputBytes)
            {
                return (0, output, "");
            }

            await writing;
            await child.WaitForExitAsync(cancellation);
            return (child.ExitCode, output, Encoding.UTF8.GetString(await errors));
        }
        finally
        {
            Kill(child);
        }
    }

    private static async Task WriteAsync(Stream stream, byte[] input, CancellationToken cancellation)
    {
        try
        {
            await using (stream)
            {
                await stream.WriteAsync(input, cancellation);
            }
        }
        catch (IOException)
        {
            // It ended before it had read everything, and its exit code says why.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int most, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        using var kept = new MemoryStream();
        int read;
        while (kept.Length <= most && (read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            kept.Write(buffer, 0, (int)Math.Min(read, most + 1 - kept.Length));
        }

        return kept.ToArray();
    }

    private static void Kill(Process child)
    {
        try
        {
            child.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
