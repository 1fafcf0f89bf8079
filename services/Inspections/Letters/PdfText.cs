using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Jtai.Letters;

/// <summary>
/// Text of a PDF by <c>pdftotext -layout</c> as a child process that is not trusted: the file may be hostile, so the child
/// has an empty environment, limits on memory, processor, open files and time, no file of its own (the PDF comes by its input),
/// and where this process is root, nobody's rights.
/// </summary>
internal static class PdfText
{
    private const string TooCostly = "The PDF needs more memory or time than a letter may.";
    private const int MemoryBytes = 512 * 1024 * 1024;
    private const int CpuSeconds = 5;
    private const int MaxPages = 100;
    private const int MaxOutputBytes = LetterBytes.MaxTextBytes;
    private static readonly TimeSpan WallTime = TimeSpan.FromSeconds(30);

    public static async Task<string> ReadAsync(byte[] pdf, CancellationToken cancellation)
    {
        using var child = Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(WallTime);
        try
        {
            var (exitCode, output, errors) = await ChildProcess.RunAsync(child, pdf, MaxOutputBytes, limit.Token);
            if (output.Length > MaxOutputBytes)
            {
                throw new UnreadableLetterException(
                    $"The PDF holds more than {MaxOutputBytes / 1024 / 1024} MB of text, which is no letter.");
            }

            if (exitCode != 0)
            {
                throw new UnreadableLetterException(WhyItFailed(exitCode, errors));
            }

            return output.AsSpan().Count((byte)'\f') < MaxPages
                ? Encoding.UTF8.GetString(output)
                : throw new UnreadableLetterException($"The PDF has {MaxPages} pages or more, which is no letter.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UnreadableLetterException(TooCostly);
        }
    }

    private static Process Start()
    {
        try
        {
            // prlimit sets the limits on itself and then becomes pdftotext, so the process id is the reader's.
            return ChildProcess.Start(
            [
                .. ChildProcess.AsNobody, "prlimit",
                $"--as={MemoryBytes}", $"--cpu={CpuSeconds}", "--core=0", "--nofile=64", "--fsize=0",
                "pdftotext", "-layout", "-enc", "UTF-8", "-l", MaxPages.ToString(CultureInfo.InvariantCulture), "-", "-",
            ]);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new UnreadableLetterException(
                "PDFs are read on Linux with prlimit and setpriv (package util-linux), which are missing.", missing);
        }
    }

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
            return TooCostly;
        }

        return "The PDF is damaged and cannot be read.";
    }
}
