using System.Text;

namespace Jtai.Platform.Tests.Harness;

/// <summary>Everywhere that a running platform writes what operators read: the lines of its processes, PostgreSQL's log, OTLP.</summary>
internal sealed class Sinks(RunningPlatform platform)
{
    private static readonly string[] Services = ["gateway", "portal", "partners", "inspections", "actions", "reporting"];

    /// <summary>Returns when what has happened so far has arrived everywhere.</summary>
    public Task SettleAsync() => platform.Collector.UntilHeardFromAsync(Services, TimeSpan.FromSeconds(60));

    /// <summary>Where the words stand, each with what is around them.</summary>
    public IReadOnlyList<string> Find(string words) =>
    [
        .. FindIn("lines", Encoding.UTF8.GetBytes(string.Join('\n', platform.Run.Output.Concat(platform.Run.Errors))), words),
        .. FindIn("PostgreSQL", File.ReadAllBytes(Path.Combine(platform.DataDirectory, "postgres", "postgres.log")), words),
        .. platform.Collector.Bodies.SelectMany(body => FindIn("OTLP", body, words)),
    ];

    private static IEnumerable<string> FindIn(string sink, byte[] content, string words)
    {
        var sought = Encoding.UTF8.GetBytes(words);
        for (var at = 0; content.AsSpan(at).IndexOf(sought) is var next and >= 0; at += next + sought.Length)
        {
            var around = content.AsSpan(Math.Max(0, at + next - 150)..Math.Min(content.Length, at + next + 100));
            yield return $"{sink}: …{Encoding.UTF8.GetString(around).ReplaceLineEndings(" ")}…";
        }
    }
}
