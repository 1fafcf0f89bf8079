using System.Text.Json;

namespace Jtai.Bench;

/// <summary>One line of the result: ours beside the limit.</summary>
/// <param name="Number">As in the list of goals, e.g. P1.</param>
/// <param name="Work">What was measured.</param>
/// <param name="Ours">Our figure with its unit.</param>
/// <param name="Limit">The figure that bounds it, or what it is compared with.</param>
/// <param name="Ratio">Ours to the limit; null where there is none.</param>
/// <param name="Goal">What we want, in words.</param>
internal sealed record Line(string Number, string Work, string Ours, string Limit, double? Ratio, string Goal);

internal sealed class Table
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly List<Line> lines = [];

    public void Add(Line line)
    {
        lines.Add(line);
        Console.WriteLine($"| {line.Number} | {line.Work} | {line.Ours} | {line.Limit} | {(line.Ratio is { } ratio ? $"{ratio:0.00}" : "")} | {line.Goal} |");
    }

    public static void Head()
    {
        Console.WriteLine("| # | Work | Ours | Limit | Ratio | Goal |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    public Task WriteAsync(string file) => File.WriteAllTextAsync(file, JsonSerializer.Serialize(lines, Indented));
}
