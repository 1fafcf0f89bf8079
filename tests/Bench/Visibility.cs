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
        await using var reporting = NpgsqlDataSource.Create(region.Superuser("reporting"));
        var free = new System.Collections.Concurrent.ConcurrentQueue<int>(Enumerable.Range(0, BenchRegion.Actions));
        var visible = new System.Collections.Concurrent.ConcurrentBag<double>();
        var left = 0;
        await Load.OpenAsync(PerSecond, Duration, async _ =>
        {
            if (!free.TryDequeue(out var action))
            {
                Interlocked.Increment(ref left);
                return;
            }

            await region.UpdateAsync(action);
            var written = Stopwatch.GetTimestamp();
            var (id, version) = region.ActionVersions[action];
            await using var command = reporting.CreateCommand("select 1 from own_action where action_id = $1 and version >= $2");
            command.Parameters.Add(new() { Value = Guid.Parse(id) });
            command.Parameters.Add(new() { Value = version });
            while (await command.ExecuteScalarAsync() is null)
            {
                await Task.Delay(2);
            }

            visible.Add(Stopwatch.GetElapsedTime(written).TotalMilliseconds);
            free.Enqueue(action);
        });
        var sorted = visible.Order().ToArray();
        var p50 = sorted[sorted.Length / 2];
        table.Add(new Line(
            "P5",
            $"commit to visible across partnerships, at {PerSecond} writes a second{(left > 0 ? $" ({left} found no free action)" : "")}",
            $"p50 {p50:0} ms, p99 {sorted[(int)(sorted.Length * 0.99)]:0} ms",
            "50 ms",
            p50 / 50,
            "p50 at most 50 ms, p99 at most 250 ms"));
    }
}
