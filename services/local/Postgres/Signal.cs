using System.Runtime.InteropServices;

namespace Jtai.Local;

/// <summary>A signal by number; .NET itself sends SIGKILL only.</summary>
internal readonly record struct Signal(int Number)
{
    /// <summary>To a postmaster: end all sessions, write a checkpoint, stop.</summary>
    public static readonly Signal Interrupt = new(2);

    /// <summary>To a postmaster or a backend: stop at once; the next start recovers from the log.</summary>
    public static readonly Signal Quit = new(3);

    public static readonly Signal Kill = new(9);

    /// <summary>To one of our services: finish what you do and stop.</summary>
    public static readonly Signal Terminate = new(15);

    /// <summary>A process that is gone already is no error.</summary>
    public void Send(int processId) => _ = kill(processId, Number);

#pragma warning disable SYSLIB1054 // The generated form needs unsafe code for two integers.
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);
#pragma warning restore SYSLIB1054
}
