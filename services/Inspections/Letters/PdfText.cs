using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Jtai.Letters;

/// <summary>
/// Text of a PDF by <c>pdftotext -layout</c> as a child process that is not trusted: the file may be hostile, so the child
/// has limits on memory, processor, open files and time, and is killed by its own id.
/// </summary>
internal static class PdfText
{
    private const int MemoryBytes = 512 * 1024 * 1024;
    private const int CpuSeconds = 6;
    private const int MaxPages = 100;
    private const int MaxOutputBytes = LetterSource.MaxTextBytes;
    private static readonly TimeSpan WallTime = TimeSpan.FromSeconds(8);

    public static async Task<string> ReadAsync(byte[] pdf, CancellationToken cancellation)
    {
        var file = Path.Combine(Path.GetTempPath(), $"jtai-letter-{Guid.NewGuid():N}.pdf");
        try
        {
            await WriteForOwnerOnlyAsync(file, pdf, cancellation);
            return await RunAsync(file, cancellation);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task WriteForOwnerOnlyAsync(string file, byte[] pdf, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(pdf, cancellation);
    }

    private static async Task<string> RunAsync(string file, CancellationToken cancellation)
    {
        using var child = Start(file);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(WallTime);
        try
        {
            child.StandardInput.Close();
            var errors = ReadCappedAsync(child.StandardError.BaseStream, 64 * 1024, limit.Token);
            var output = await ReadCappedAsync(child.StandardOutput.BaseStream, MaxOutputBytes, limit.Token);
            if (output.Truncated)
            {
                throw new UnreadableLetterException(
                    $"The PDF holds more than {MaxOutputBytes / 1024 / 1024} MB of text, which is no letter.");
            }

            await child.WaitForExitAsync(limit.Token);
            if (child.ExitCode != 0)
            {
                throw new UnreadableLetterException(WhyItFailed(child.ExitCode, (await errors).Text));
            }

            if (output.Text.AsSpan().Count('\f') >= MaxPages)
            {
                throw new UnreadableLetterException($"The PDF has {MaxPages} pages or more, which is no letter.");
            }

            return output.Text;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UnreadableLetterException($"The PDF could not be read within {WallTime.TotalSeconds:0} seconds.");
        }
        finally
        {
            Kill(child);
        }
    }

    private static Process Start(string file)
    {
        // prlimit sets the limits on itself and then becomes pdftotext, so the process id is the reader's.
        var start = new ProcessStartInfo("prlimit")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            $"--as={MemoryBytes}", $"--cpu={CpuSeconds}", "--core=0", "--nofile=64", "--fsize=0",
            "pdftotext", "-layout", "-enc", "UTF-8", "-l", MaxPages.ToString(CultureInfo.InvariantCulture), file, "-",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new UnreadableLetterException("PDFs are read on Linux with prlimit (package util-linux), which is missing.", missing);
        }
    }

    private static async Task<(string Text, bool Truncated)> ReadCappedAsync(Stream stream, int cap, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        using var kept = new MemoryStream();
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            if (kept.Length + read > cap)
            {
                return (Decode(kept), true);
            }

            kept.Write(buffer, 0, read);
        }

        return (Decode(kept), false);
    }

    private static string Decode(MemoryStream bytes) => Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);

    private static string WhyItFailed(int exitCode, string errors)
    {
        if (exitCode is 126 or 127 && errors.Contains("pdftotext", StringComparison.Ordinal))
        {
            return "PDFs are read with pdftotext, which is missing: install the package poppler-utils.";
        }

        if (errors.Contains("Incorrect password", StringComparison.OrdinalIgnoreCase))
        {
            return "The PDF is encrypted with a password.";
        }

        if (exitCode == 3)
        {
            return "The PDF forbids taking its text.";
        }

        if (exitCode > 128 || errors.Contains("memory", StringComparison.OrdinalIgnoreCase))
        {
            return "The PDF needs more memory or time than a letter may.";
        }

        return "The PDF is damaged and cannot be read.";
    }

    private static void Kill(Process child)
    {
        try
        {
            if (!child.HasExited)
            {
                child.Kill();
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the two calls.
        }
    }
}
