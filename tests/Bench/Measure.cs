using System.Collections.Concurrent;
using System.Diagnostics;

namespace Jtai.Bench;

/// <summary>What one load gave: how many calls a second, and how long they took from when they were meant to start.</summary>
/// <param name="PerSecond">Completed calls a second.</param>
/// <param name="MedianMs">Half of the calls took no longer.</param>
/// <param name="P99Ms">99 of 100 took no longer.</param>
internal sealed record Load(double PerSecond, double MedianMs, double P99Ms)
{
    /// <summary>As many calls as go, from a number of clients that each wait for their answer.</summary>
    public static async Task<Load> ClosedAsync(int clients, TimeSpan duration, Func<int, Task> call)
    {
        var taken = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            while (clock.Elapsed < duration)
            {
                var started = clock.Elapsed;
                await call(client);
                taken.Add((clock.Elapsed - started).TotalMilliseconds);
            }
        })));
        return Of(taken, clock.Elapsed);
    }

    /// <summary>Calls that arrive at a fixed rate, whether or not earlier ones are answered; waiting for a turn counts.</summary>
    public static async Task<Load> OpenAsync(int perSecond, TimeSpan duration, Func<int, Task> call)
    {
        var taken = new ConcurrentBag<double>();
        var calls = new List<Task>();
        var clock = Stopwatch.StartNew();
        var total = (int)(perSecond * duration.TotalSeconds);
        for (var at = 0; at < total; at++)
        {
            var intended = TimeSpan.FromSeconds((double)at / perSecond);
            while (clock.Elapsed < intended)
            {
                await Task.Delay(1);
            }

            calls.Add(RunAsync(at, intended));
        }

        await Task.WhenAll(calls);
        return Of(taken, clock.Elapsed);

        async Task RunAsync(int number, TimeSpan intended)
        {
            await call(number);
            taken.Add((clock.Elapsed - intended).TotalMilliseconds);
        }
    }

    private static Load Of(IReadOnlyCollection<double> taken, TimeSpan elapsed)
    {
        var sorted = taken.Order().ToArray();
        return new Load(sorted.Length / elapsed.TotalSeconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }
}
