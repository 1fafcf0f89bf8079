using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Jtai.Bench;

/// <summary>
/// P5: from the answer to a write until the view across partnerships has it: outbox, relay, broker, consumer, read model. At a
/// steady rate; each write's version is waited for in Reporting's own database.
/// </summary>
internal static class Visibility
{
    private const int PerSecond = 200;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    public static async Task MeasureAsync(BenchRegion region, Table table)
    {
        await region.SettleAsync();
        await using var reporting = NpgsqlDataSource.Create(region.Superuser("reporting"));
        var free = new ConcurrentQueue<int>(Enumerable.Range(0, BenchRegion.Actions));
        var waiting = new ConcurrentDictionary<Guid, Waiting>();
        var visible = new ConcurrentBag<double>();
        var left = 0;
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync();
        await Load.OpenAsync(PerSecond, Duration, async _ =>
        {
            if (!free.TryDequeue(out var action))
            {
                Interlocked.Increment(ref left);
                return;
            }

            await region.UpdateAsync(action);
            var (id, version) = region.ActionVersions[action];
            var wait = new Waiting(version, Stopwatch.GetTimestamp(), new(TaskCreationOptions.RunContinuationsAsynchronously));
            waiting[Guid.Parse(id)] = wait;
            visible.Add(await wait.Seen.Task);
            free.Enqueue(action);
        });
        await ended.CancelAsync();
        await watching;
        var sorted = visible.Order().ToArray();
        var p50 = sorted[sorted.Length / 2];
        table.Add(new Line(
            "P5",
            $"commit to visible across partnerships, at {PerSecond} writes a second{(left > 0 ? $" ({left} found no free action)" : "")}",
            $"p50 {p50:0} ms, p99 {sorted[(int)(sorted.Length * 0.99)]:0} ms",
            "50 ms",
            p50 / 50,
            "p50 at most 50 ms, p99 at most 250 ms"));

        async Task WatchAsync()
        {
            while (!ended.IsCancellationRequested)
            {
                await using (var command = reporting.CreateCommand("select action_id, version from listed_action where $1 = any (agency_ids)"))
                {
                    command.Parameters.Add(new() { Value = BenchRegion.Force });
                    await using var rows = await command.ExecuteReaderAsync();
                    while (await rows.ReadAsync())
                    {
                        if (waiting.TryGetValue(rows.GetGuid(0), out var wait) && rows.GetInt64(1) >= wait.Version
                            && waiting.TryRemove(rows.GetGuid(0), out _))
                        {
                            wait.Seen.SetResult(Stopwatch.GetElapsedTime(wait.Written).TotalMilliseconds);
                        }
                    }
                }

                await Task.Delay(2);
            }
        }
    }

    private sealed record Waiting(long Version, long Written, TaskCompletionSource<double> Seen);
}
