using System.Globalization;

namespace Jtai.Platform.Tests.Harness;

/// <param name="Id">The kernel's number, which it gives again one day.</param>
/// <param name="Parent">Who started it.</param>
/// <param name="StartedAt">Ticks since the machine's start; with the id it names one process for good.</param>
/// <param name="CommandLine">Program and arguments, separated by blanks.</param>
internal sealed record RunningProcess(int Id, int Parent, long StartedAt, string CommandLine);

/// <summary>What runs on this machine, from /proc. Zombies have ended and are left out.</summary>
internal static class ProcessTable
{
    public static IReadOnlyList<RunningProcess> All() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(Read!).OfType<RunningProcess>()];

    public static IReadOnlyList<RunningProcess> DescendantsOf(int id)
    {
        var children = All().ToLookup(process => process.Parent);
        var found = new List<RunningProcess>(children[id]);
        for (var at = 0; at < found.Count; at++)
        {
            found.AddRange(children[found[at].Id]);
        }

        return found;
    }

    /// <summary>Those of <paramref name="processes"/> that still run, and whatever names <paramref name="folder"/>.</summary>
    public static IReadOnlyList<RunningProcess> LeftOf(IReadOnlyList<RunningProcess> processes, string folder)
    {
        var known = processes.Select(process => (process.Id, process.StartedAt)).ToHashSet();
        return [.. All().Where(process => known.Contains((process.Id, process.StartedAt)) || process.CommandLine.Contains(folder, StringComparison.Ordinal))];
    }

    private static RunningProcess? Read(string id)
    {
        try
        {
            // The name in parentheses may hold blanks itself.
            var status = File.ReadAllText($"/proc/{id}/stat");
            var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z"
                ? null
                : new RunningProcess(
                    int.Parse(id, CultureInfo.InvariantCulture),
                    int.Parse(fields[1], CultureInfo.InvariantCulture),
                    long.Parse(fields[19], CultureInfo.InvariantCulture),
                    File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' '));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
