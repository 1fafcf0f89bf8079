namespace Jtai.CommandLine;

internal static class Usage
{
    public const int ExitCode = 64;

    public static int Show()
    {
        Console.Error.WriteLine("Usage: ./jtai letter FILE [--json]");
        Console.Error.WriteLine("Reads one JTAI outcome letter (PDF or text) offline and prints what it found.");
        Console.Error.WriteLine("Exit codes: 0 read, 2 not a JTAI letter, 3 unreadable.");
        return ExitCode;
    }
}
