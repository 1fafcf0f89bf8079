using System.ComponentModel;
using System.Runtime.InteropServices;
using Jtai.Errors;
using Jtai.Letters;
using Jtai.Reading;

namespace Jtai.Inspections;

/// <summary>
/// Reads letters in a process of its own, <c>jtai letter --whole</c>: a hostile file ends that process and not this one, and
/// finds neither the secrets of this one nor its rights. Time, processor, memory, files and output are bounded; the bound on
/// time holds though this process dies.
/// </summary>
/// <param name="tool">Path of <c>jtai.dll</c>; the setting <c>Letters:Tool</c>, by default beside this service.</param>
public sealed class LetterProcess(string tool)
{
    public static readonly string BesideThisService = Path.Combine(AppContext.BaseDirectory, "jtai.dll");

    private const int CpuSeconds = 8;

    // Longer than a job's time: on a busy machine a letter is tried again, and refused only for the processor's time it takes.
    private const int WallSeconds = 45;
    private const int MostOutputBytes = 16 * 1024 * 1024;

    /// <summary>Managed memory; the rest of the address space is .NET's own.</summary>
    private const string HeapBytes = "0x10000000";
    private const string AddressSpaceBytes = "2147483648";

    // What timeout(1) and the limits end a process with: SIGABRT, SIGKILL, SIGSEGV, SIGXCPU.
    private static readonly int[] AtALimit = [128 + 6, 128 + 9, 128 + 11, 128 + 24];

    /// <summary>A published process brings its runtime along, and the tool beside it starts by itself.</summary>
    private static readonly bool BringsItsRuntime =
        Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory()) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static readonly string DotNet =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private readonly string[] command =
    [
        "timeout", "--signal=KILL", $"{WallSeconds}", .. MayBeReadByAll(tool) ? ChildProcess.AsNobody : [],
        "prlimit", $"--cpu={CpuSeconds}", $"--as={AddressSpaceBytes}", "--fsize=0", "--core=0", "--nofile=256",
        .. BringsItsRuntime ? (string[])[Path.ChangeExtension(tool, null)] : [DotNet, tool], "letter", "--whole",
    ];

    /// <exception cref="NotALetterException">It was read and is no JTAI outcome letter.</exception>
    /// <exception cref="UnreadableLetterException">It could not be read within what a letter may cost, or at all.</exception>
    /// <exception cref="InvalidOperationException">The reader itself does not run here.</exception>
    public async Task<Letters.Letter> ReadAsync(byte[] file, CancellationToken cancellation)
    {
        var (exitCode, output, errors) = await RunAsync(file, cancellation);
        return exitCode switch
        {
            0 when output.Length <= MostOutputBytes => LetterJson.ReadWhole(output),
            2 => throw new NotALetterException(errors.Trim()),
            3 => throw new UnreadableLetterException(errors.Trim()),
            _ when exitCode == 0 || AtALimit.Contains(exitCode) =>
                throw new UnreadableLetterException("The document needs more time or memory to read than a letter may."),
            _ => throw new InvalidOperationException($"The reader of letters ended with {exitCode}."),
        };
    }

    private async Task<(int ExitCode, byte[] Output, string Errors)> RunAsync(byte[] file, CancellationToken cancellation)
    {
        try
        {
            using var child = ChildProcess.Start(
                command,
                ("DOTNET_GCHeapHardLimit", HeapBytes),
                ("DOTNET_EnableDiagnostics", "0"),
                // It would need a file.
                ("DOTNET_EnableWriteXorExecute", "0"));
            return await ChildProcess.RunAsync(child, file, MostOutputBytes, cancellation);
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("Letters are read on Linux with timeout, prlimit and setpriv.", missing);
        }
    }

    // Root's own checkout below a closed folder cannot be read by nobody: the reader then stays root, and pdftotext does not.
    private static bool MayBeReadByAll(string tool)
    {
        if (!File.Exists(tool))
        {
            throw new StartRefused($"Letters are read by {tool}, which is not there. Name jtai.dll in the setting Letters:Tool.");
        }

        if (OperatingSystem.IsWindows() || !File.GetUnixFileMode(tool).HasFlag(UnixFileMode.OtherRead))
        {
            return false;
        }

        for (var folder = Path.GetDirectoryName(tool); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }
}
