using System.Globalization;
using Jtai.Field;

namespace Jtai.Platform.Tests.Harness;

/// <summary>
/// The clock of a platform that lives through years: Debian's <c>libfaketime</c> in each of its processes, PostgreSQL and the scanner
/// too, moved by one file, and here shifted alike. Forward only, as time goes. What waits for a span of time goes on by the true one.
/// </summary>
internal sealed class MovedClock : TimeProvider
{
    /// <summary>By then every process has read the file again, which each does once a second.</summary>
    private static readonly TimeSpan UntilSeen = TimeSpan.FromSeconds(3);

    private readonly string file;
    private TimeSpan shift;

    /// <param name="file">Where every user of the machine can read it; made here.</param>
    /// <param name="daysAgo">On which day it begins.</param>
    public MovedClock(string file, int daysAgo)
    {
        this.file = file;
        Set(NoonBefore(daysAgo));
    }

    /// <summary>The library, in the folder of whatever this machine is; null where it is not installed.</summary>
    public static string? Library { get; } = Directory.EnumerateDirectories("/usr/lib")
        .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);

    /// <summary>For the processes that are to live by it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library ?? throw new InvalidOperationException("libfaketime is not installed."),
        ["FAKETIME_TIMESTAMP_FILE"] = file,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        // By default it ends every wait for a span at once where that clock is the true one, and all threads spin.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;

    /// <summary>Noon in London, so many days before the real one: whatever is done in the morning is then done that day.</summary>
    public async Task GoToAsync(int daysAgo)
    {
        Set(NoonBefore(daysAgo));
        await Task.Delay(UntilSeen);
    }

    public async Task GoToPresentAsync()
    {
        Set(TimeSpan.Zero);
        await Task.Delay(UntilSeen);
    }

    private static TimeSpan NoonBefore(int daysAgo) => System.Today().AddDays(-daysAgo).AtInLondon(new TimeOnly(12, 0)) - System.GetUtcNow();

    // Moved into place, so that nobody reads half of it.
    private void Set(TimeSpan next)
    {
        var seconds = Math.Truncate(next.TotalSeconds);
        File.WriteAllText(file + ".new", seconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(file + ".new", file, overwrite: true);
        shift = TimeSpan.FromSeconds(seconds);
    }
}

/// <summary>A fact about years: without libfaketime it is skipped and says so; in CI it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MovedClockFactAttribute : FactAttribute
{
    public MovedClockFactAttribute() => Skip = MovedClock.Library is null && Environment.GetEnvironmentVariable("CI") != "true"
        ? "Debian's package libfaketime is not here: services/local/install-packages libfaketime"
        : null;
}
