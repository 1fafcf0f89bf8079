using System.Diagnostics;

namespace Jtai.Local;

/// <summary>The account that the server runs as: ours, or <c>postgres</c> where we are root, which PostgreSQL refuses.</summary>
internal sealed record ServerAccount(string? StepDownTo)
{
    public static ServerAccount OfThisProcess()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(StepDownTo: null);
        }

        if (!File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)))
        {
            throw PostgresBinaries.NotFound("There is no user called postgres to run PostgreSQL as, and it refuses to run as root.");
        }

        return new ServerAccount("postgres");
    }

    /// <summary>
    /// The command as this account, in a session of its own: a Ctrl-C at the terminal must reach us and not the server,
    /// which has to outlive those who still use it.
    /// </summary>
    /// <param name="diesWithParent">Has the kernel send SIGINT (a fast stop) when the thread that starts it ends.</param>
    /// <param name="command">The program and its arguments.</param>
    public ProcessStartInfo Command(bool diesWithParent, params IEnumerable<string> command)
    {
        string[] stepDown = StepDownTo is null ? [] : [$"--reuid={StepDownTo}", $"--regid={StepDownTo}", "--clear-groups"];
        var start = new ProcessStartInfo("setsid", ["setpriv", .. stepDown, "--pdeathsig", diesWithParent ? "INT" : "clear", .. command])
        {
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
