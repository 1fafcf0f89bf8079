using System.Diagnostics;
using System.Globalization;

namespace Jtai.Reading;

/// <summary>What one PDF may cost its reader.</summary>
/// <param name="Pages">Those after it are not read.</param>
/// <param name="CpuSeconds">Of the processor.</param>
/// <param name="WallTime">By the clock.</param>
public sealed record PdfLimits(int Pages, int CpuSeconds, TimeSpan WallTime);

public enum PdfFault
{
    Damaged,
    Encrypted,

    /// <summary>It forbids taking its text.</summary>
    Forbidden,

    /// <summary>It needs more memory or time than it may.</summary>
    TooCostly,

    /// <summary>pdftotext, prlimit or setpriv is missing here.</summary>
    NoReader,
}

/// <summary>
/// Text of a PDF by <c>pdftotext -layout</c> as a child process that is not trusted: the file may be hostile, so the child has an empty
/// environment, limits on memory (512 MB), processor, open files and time, no file of its own (the PDF comes by its input), and where
/// this process is root, nobody's rights.
/// </summary>
public static class PdfToText
{
    private const int MemoryBytes = 512 * 1024 * 1024;

    /// <summary>Whether the programs are there that it needs.</summary>
    public static bool IsInstalled { get; } = ((string[])["pdftotext", "prlimit", .. ChildProcess.AsNobody.Take(1)]).All(ChildProcess.IsThere);

    /// <param name="pdf">Read asynchronously, to its end.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="take">Takes the text: UTF-8, each page ends with a form feed. False where it has enough.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="UnreadablePdf">It cannot be read.</exception>
    public static async Task ReadAsync(Stream pdf, PdfLimits limits, Func<Stream, CancellationToken, Task<bool>> take, CancellationToken ct)
    {
        using var child = Start(limits);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(limits.WallTime);
        try
        {
            var (exitCode, errors) = await ChildProcess.RunAsync(child, pdf, take, limit.Token);
            if (exitCode != 0)
            {
                throw new UnreadablePdf(FaultOf(exitCode, errors));
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new UnreadablePdf(PdfFault.TooCostly);
        }
    }

    private static Process Start(PdfLimits limits)
    {
        try
        {
            // prlimit sets the limits on itself and then becomes pdftotext, so the process id is the reader's.
            return ChildProcess.Start(
            [
                .. ChildProcess.AsNobody, "prlimit",
                $"--as={MemoryBytes}", $"--cpu={limits.CpuSeconds}", "--core=0", "--nofile=64", "--fsize=0",
                "pdftotext", "-layout", "-enc", "UTF-8", "-l", limits.Pages.ToString(CultureInfo.InvariantCulture), "-", "-",
            ]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UnreadablePdf(PdfFault.NoReader);
        }
    }

    private static PdfFault FaultOf(int exitCode, string errors) =>
        exitCode is 126 or 127 && errors.Contains("pdftotext", StringComparison.Ordinal) ? PdfFault.NoReader
        : errors.Contains("Incorrect password", StringComparison.OrdinalIgnoreCase) ? PdfFault.Encrypted
        : exitCode == 3 ? PdfFault.Forbidden
        : exitCode > 128 || errors.Contains("memory", StringComparison.OrdinalIgnoreCase) ? PdfFault.TooCostly
        : PdfFault.Damaged;
}

public sealed class UnreadablePdf(PdfFault fault) : Exception($"The PDF cannot be read: {fault}.")
{
    public PdfFault Fault { get; } = fault;
}
