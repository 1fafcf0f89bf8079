using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Jtai.Bench;

/// <summary>
/// P1: a durable write, UpdateProgress, through the gateway, against pgbench of the same statements in the same two round
/// trips as the same role on the same PostgreSQL, in a copy of the database without a relay. Our clients, the gateway, the relay
/// and the read models share this machine with the service; pgbench has it to itself.
/// </summary>
internal static class Writes
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    // Until the run-time has compiled what is hot for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    // The statements of UpdateProgress and of Database.SaveAsync, with values of the same size.
    private const string Script =
        """
        \set n random(0, 63)
        \startpipeline
        select set_config(name, value, true) from unnest('{app.tenants}'::text[], '{"{\"bench-one\"}"}'::text[]) as setting (name, value);
        select request_hash, reply from idempotency where tenant_id = 'bench-one' and subject = 'pgbench' and rpc = 'r' and key = 'none';
        select * from action where tenant_id = 'bench-one' and action_id = lpad(:n::text, 32, '0')::uuid;
        select inspection.phase, inspection.reader_ids from action join inspection using (tenant_id, inspection_id)
          where tenant_id = 'bench-one' and action_id = lpad(:n::text, 32, '0')::uuid;
        \endpipeline
        \startpipeline
        select set_config(name, value, true) from unnest('{app.tenants}'::text[], '{"{\"bench-one\"}"}'::text[]) as setting (name, value);
        insert into idempotency (tenant_id, subject, rpc, key, request_hash, reply)
          values ('bench-one', 'pgbench', 'r', gen_random_uuid()::text, decode(repeat('ab', 32), 'hex'), decode(repeat('ab', 76), 'hex'));
        with changed as (update action set delivery = 2, progress = 1, date_achievable = true, assessment_reason = '', updates = updates + 1,
              version = version + 1
            where tenant_id = 'bench-one' and action_id = lpad(:n::text, 32, '0')::uuid returning action_id, version),
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

    // A copy of the service's database on the same server, where no relay runs; the ids are such that pgbench can name them.
    private const string Copy = "actions_limit";

    private const string Rename =
        """
        set session_replication_role = replica;
        update action set action_id = lpad((numbered.position - 1)::text, 32, '0')::uuid
        from (select ctid, row_number() over (order by reference) as position from action) numbered where action.ctid = numbered.ctid;
        analyze;
        """;

    public static async Task MeasureAsync(BenchRegion region, Table table)
    {
        await region.CopyAsync("actions", Copy);
        await region.ExecuteAsync(Copy, Rename);
        foreach (var clients in (int[])[1, 8, 32])
        {
            await Load.ClosedAsync(clients, WarmUp, region.UpdateAsync);
            var ours = await Load.ClosedAsync(clients, Duration, region.UpdateAsync);
            await region.SettleAsync();
            var limit = await PgBenchAsync(region, clients);
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
                "-h", "127.0.0.1", "-p", $"{connection.Port}", "-U", connection.Username!, Copy,
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
}
