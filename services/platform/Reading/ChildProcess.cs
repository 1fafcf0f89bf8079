using System.Diagnostics;
using System.Text;

namespace Jtai.Reading;

/// <summary>A process that reads what may be hostile: it knows no secret of this one, and ends with it.</summary>
public static class ChildProcess
{
    private const int MostErrorBytes = 64 * 1024;
    private const string Path = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>What stands before a command so that it runs as nobody; nothing where this process is not root itself.</summary>
    public static IReadOnlyList<string> AsNobody { get; } = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]
        : [];

    /// <summary>Whether a program of this name is in the search path that children have.</summary>
    public static bool IsThere(string program) => Path.Split(':').Any(folder => File.Exists($"{folder}/{program}"));

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
        byte[] output = [];
        using var whole = new MemoryStream(input);
        var (exitCode, errors) = await RunAsync(
            child,
            whole,
            async (written, ct) => (output = await ReadAsync(written, mostOutputBytes, ct)).Length <= mostOutputBytes,
            cancellation);
        return (exitCode, output, errors);
    }

    /// <summary>The same, of a stream that is read asynchronously to its end, in pieces.</summary>
    /// <param name="child">The process.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="take">Takes what it writes; false where it has enough, which ends the process with the exit code 0.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<(int ExitCode, string Errors)> RunAsync(
        Process child, Stream input, Func<Stream, CancellationToken, Task<bool>> take, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = WriteAsync(child.StandardInput.BaseStream, input, end.Token);
        try
        {
            var errors = ReadAsync(child.StandardError.BaseStream, MostErrorBytes, cancellation);
            if (!await take(child.StandardOutput.BaseStream, cancellation))
            {
                return (0, "");
            }

            await writing;
            await child.WaitForExitAsync(cancellation);
            return (child.ExitCode, Encoding.UTF8.GetString(await errors));
        }
        finally
        {
            Kill(child);
            // Nobody reads the input any more once this has returned.
            await end.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WriteAsync(Stream stream, Stream input, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            for (int read; (read = await input.ReadAsync(buffer, cancellation)) > 0
                && await IsHeardAsync(stream.WriteAsync(buffer.AsMemory(0, read), cancellation));)
            {
            }
        }
        finally
        {
            // Also where the input cannot be read any further: the child would wait for it.
            await IsHeardAsync(stream.DisposeAsync());
        }
    }

    // Where it ended before it had read everything, its exit code says why.
    private static async Task<bool> IsHeardAsync(ValueTask writing)
    {
        try
        {
            await writing;
            return true;
        }
        catch (IOException)
        {
            return false;
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
