using System.Globalization;

namespace Jtai.Local;

/// <summary>What <c>./run</c> was asked to do.</summary>
/// <param name="Port">The portal's port; gRPC is on the next one. Null: free ports.</param>
/// <param name="DataDirectory">Where the database, keys and uploads of this run live.</param>
/// <param name="CheckLetter">The letter of <c>--check</c>; null to run the platform.</param>
internal sealed record RunOptions(int? Port, string DataDirectory, bool Fresh, string? CheckLetter, string? JsonFile)
{
    /// <summary>The gateway's quota per tenant, where the benchmarks want none; null: the gateway's own.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>Processes of each service and of the portal, where tests want several.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Traces are collected and shown.</summary>
    public bool Traces { get; init; }

    /// <summary>Where telemetry goes otherwise: variables whose names begin with <c>OTEL_</c>.</summary>
    public IReadOnlyDictionary<string, string> Telemetry { get; init; } = Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal))
        .ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name) ?? "");

    public const string Usage = """
        ./run [--port N] [--data DIR] [--fresh]   the whole platform with the demo region, on http://localhost:N (8080)
        ./run --traces                            the same, and a page that shows the traces of what it does
        ./run --check LETTER [--json FILE]        the main job on one letter, headless, on free ports and fresh data
        """;

    /// <exception cref="ArgumentException">Says what is wrong with the arguments.</exception>
    public static RunOptions Parse(string[] arguments, string repositoryRoot)
    {
        var options = new RunOptions(8080, Path.Combine(repositoryRoot, ".local"), false, null, null);
        for (var at = 0; at < arguments.Length; at++)
        {
            options = arguments[at] switch
            {
                "--port" => options with { Port = PortOf(Value(arguments, ref at)) },
                "--data" => options with { DataDirectory = Path.GetFullPath(Value(arguments, ref at)) },
                "--fresh" => options with { Fresh = true },
                "--traces" => options with { Traces = true },
                "--check" => options with { CheckLetter = Path.GetFullPath(Value(arguments, ref at)) },
                "--json" => options with { JsonFile = Path.GetFullPath(Value(arguments, ref at)) },
                var unknown => throw new ArgumentException($"{unknown} is not an option."),
            };
        }

        return options switch
        {
            { JsonFile: not null, CheckLetter: null } => throw new ArgumentException("--json goes with --check."),
            { Traces: true, CheckLetter: not null } => throw new ArgumentException("--traces does not go with --check."),
            { CheckLetter: { } letter } when !File.Exists(letter) => throw new ArgumentException($"There is no file {letter}."),
            _ => options,
        };
    }

    private static string Value(string[] arguments, ref int at) =>
        ++at < arguments.Length ? arguments[at] : throw new ArgumentException($"{arguments[at - 1]} needs a value.");

    private static int PortOf(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65535
            ? port
            : throw new ArgumentException($"--port takes a number from 1 to 65534, not {text}.");
}
