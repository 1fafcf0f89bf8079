using System.Diagnostics;
using System.Globalization;
using Jtai.Local;

namespace Jtai.Bench;

/// <summary>P11: the second start of the whole platform with the demo region, and what all its processes hold when idle.</summary>
internal static class Starting
{
    private const int Port = 18080;
    // Connections that the start has opened are kept for a minute.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(80);

    public static async Task MeasureAsync(string root, Table table)
    {
        var data = Path.Combine(Path.GetTempPath(), $"jtai-bench-{Guid.NewGuid():N}");
        try
        {
            var (first, _) = await RunAsync(root, data, measureMemory: false);
            var (second, megabytes) = await RunAsync(root, data, measureMemory: true);
            table.Add(new Line("P11", "start to Ready, second start", $"{second:0.0} s", $"{first:0.0} s with seeding", second / 10, "at most 10 s"));
            table.Add(new Line("P11", $"memory of all processes, idle for {Idle.TotalSeconds:0} s (sum of PSS)", $"{megabytes:0} MB", "500 MB", megabytes / 500, "at most 500 MB"));
        }
        finally
        {
            await PrivatePostgres.DeleteAsync(Path.Combine(data, "postgres"));
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<(double Seconds, double Megabytes)> RunAsync(string root, string data, bool measureMemory)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(root, "run"), ["--port", $"{Port}", "--data", data]) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ready: ", StringComparison.Ordinal))
        {
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var rest = process.StandardOutput.ReadToEndAsync();
        var megabytes = 0.0;
        if (measureMemory)
        {
            await Task.Delay(Idle);
            megabytes = Tree(process.Id).Sum(PssKilobytes) / 1024.0;
        }

        Signal.Terminate.Send(process.Id);
        await process.WaitForExitAsync();
        await rest;
        return (seconds, megabytes);
    }

    private static IEnumerable<int> Tree(int root) => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0 && ParentOf(id) == root)
        .SelectMany(Tree)
        .Prepend(root);

    private static int ParentOf(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal));
            return int.Parse(line[5..], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static long PssKilobytes(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line[4..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
