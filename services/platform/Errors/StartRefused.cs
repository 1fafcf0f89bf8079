using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;

namespace Jtai.Errors;

/// <summary>The process does not start; the message is one line that says why and what to do.</summary>
public sealed class StartRefused(string message, Exception? cause = null) : InvalidOperationException(message, cause)
{
    /// <summary>Has the process end with that line and exit code 1 instead of a core dump.</summary>
    public static void ExplainAtTheEnd(string service) => AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
    {
        var why = failure.ExceptionObject switch
        {
            StartRefused refused => refused.Message,
            // Kestrel's own sentence names the address.
            IOException { InnerException: AddressInUseException } taken => $"{taken.Message} Stop what listens there, or set Listen:Http and Listen:Grpc.",
            _ => null,
        };
        if (why is not null)
        {
            Console.Error.WriteLine($"{service} does not start: {why}");
            Environment.Exit(1);
        }
    };
}

public static class RequiredSettings
{
    /// <exception cref="StartRefused">The setting is missing or empty.</exception>
    public static string Required(this IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value
            ? value
            : throw new StartRefused($"The setting {name} is missing. Set it, e.g. by the environment variable {name.Replace(":", "__", StringComparison.Ordinal)}.");
}
