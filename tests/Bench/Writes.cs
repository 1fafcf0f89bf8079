using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Jtai.Bench;

/// <summary>
/// P1: a durable write, UpdateProgress, through the gateway, against pgbench of the same statements in the same two round
/// trips as the same role on the same PostgreSQL. All of it, pgbench and our clients too, shares this machine.
/// </summary>
internal static class Writes
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    // The statements of UpdateProgress and of Database.SaveAsync, with values of the same size.
    private const string Script =
        """
        \set n random(0, 63)
        \startpipeline
        select set_config('app.tenants', '{"bench-one"}', true);
        select request_hash, reply from idempotency where tenant_id = 'bench-one' and subject = 'pgbench' and rpc = 'r' and key = 'none';
        select * from action where tenant_id = 'bench-one' and reference like 'BEN-%' order by reference limit 1 offset :n;
        select inspection.phase, inspection.reader_ids from action join inspection using (tenant_id, inspection_id) where tenant_id = 'bench-one' limit 1;
        \endpipeline
        \startpipeline
        select set_config('app.tenants', '{"bench-one"}', true);
        insert into idempotency (tenant_id, subject, rpc, key, request_hash, reply)
          values ('bench-one', 'pgbench', 'r', gen_random_uuid()::text, decode(repeat('ab', 32), 'hex'), decode(repeat('ab', 76), 'hex'));
        with one as (select action_id from action where tenant_id = 'bench-one' order by reference limit 1 offset :n),
          changed as (update action set delivery = 2, progress = 1, date_achievable = true, assessment_reason = '', updates = updates + 1, version = version + 1
            from one where action.tenant_id = 'bench-one' and action.action_id = one.action_id returning action.action_id, action.version),
          updated as (insert into action_update (tenant_id, update_id, action_id, action_version, narrative, delivery, progress, date_achievable,
              assessment_reason, person_id, agency_id, recorded_at, difference_for_children)
            select 'bench-one', gen_random_uuid(), action_id, version, 'Sessions took place in two more teams, and the third has a date.', 2, 1, true,
              '', gen_random_uuid(), 'bench-police', now(), '' from changed returning action_id, action_version),
          audited as (insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
            select 'bench-one', now(), 'Alteration', 'ActionChanged', action_id::text, action_version, 'pgbench', 'AgencyLead', 'bench-police', 'r'
            from updated cross join generate_series(1, 2))
        insert into outbox (tenant_id, type, aggregate_id, version, recorded_at, state, erased)
          select 'bench-one', 'bench.' || kind, gen_random_uuid()::text, action_version, now(), decode(repeat('ab', 420), 'hex'), false
          from updated cross join generate_series(1, 2) as kind;
        \endpipeline
        """;

    public static async Task MeasureAsync(BenchRegion region, Table table)
    {
        foreach (var clients in (int[])[1, 8, 32])
        {
            await Load.ClosedAsync(clients, TimeSpan.FromSeconds(2), region.UpdateAsync);
            var ours = await Load.ClosedAsync(clients, Duration, region.UpdateAsync);
            var limit = await PgBenchAsync(region, clients);
            await ReadVersionsAsync(region);
            table.Add(new Line(
                "P1",
                $"UpdateProgress through the gateway, {clients} {(clients == 1 ? "client" : "clients")}",
                $"{ours.PerSecond:0}/s, p50 {ours.MedianMs:0.0} ms, p99 {ours.P99Ms:0.0} ms",
                $"{limit:0}/s pgbench",
                ours.PerSecond / limit,
                "at least 0.45"));
        }
    }

    private static async Task<double> PgBenchAsync(BenchRegion region, int clients)
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, Script);
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(region.Connection("actions"));
            var start = new ProcessStartInfo(region.PgBench,
            [
                "-n", "-M", "prepared", "-c", $"{clients}", "-j", "2", "-T", $"{Duration.TotalSeconds:0}", "-f", script,
                "-h", "127.0.0.1", "-p", $"{connection.Port}", "-U", connection.Username!, connection.Database!,
            ])
            { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["PGPASSWORD"] = connection.Password;
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var line = output.Split('\n').FirstOrDefault(line => line.StartsWith("tps = ", StringComparison.Ordinal))
                ?? throw new InvalidOperationException($"pgbench failed: {await errors}");
            return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>Reads the versions that pgbench has moved on.</summary>
    private static async Task ReadVersionsAsync(BenchRegion region)
    {
        await using var connection = new NpgsqlConnection(region.Superuser("actions"));
        await connection.OpenAsync();
        var versions = new Dictionary<string, long>();
        await using (var command = new NpgsqlCommand("select action_id::text, version from action", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                versions[reader.GetString(0)] = reader.GetInt64(1);
            }
        }

        for (var at = 0; at < region.ActionVersions.Length; at++)
        {
            var id = region.ActionVersions[at].Id;
            region.ActionVersions[at] = (id, versions[id]);
        }
    }
}
