namespace Jtai.Errors;

/// <summary>The process does not start; the message is one line that says why and what to do.</summary>
public sealed class StartRefused(string message, Exception? cause = null) : InvalidOperationException(message, cause)
{
    /// <summary>Has the process end with that line and exit code 1 instead of a core dump.</summary>
    public static void ExplainAtTheEnd(string service) => AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
    {
        if (failure.ExceptionObject is StartRefused refused)
        {
            Console.Error.WriteLine($"{service} does not start: {refused.Message}");
            Environment.Exit(1);
        }
    };
}
