using Microsoft.Extensions.Configuration;

namespace Jtai.Errors;

/// <summary>Settings that a process cannot do without.</summary>
public static class RequiredSettings
{
    /// <exception cref="StartRefused">The setting is missing or empty: the process does not start.</exception>
    public static string Required(this IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value
            ? value
            : throw new StartRefused($"The setting {name} is missing. Set it, e.g. by the environment variable {name.Replace(":", "__", StringComparison.Ordinal)}.");
}
