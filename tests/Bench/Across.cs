using Dapper;
using Jtai.Reporting.V1;
using Npgsql;

namespace Jtai.Bench;

/// <summary>
/// P4: the view across 10, 50 and 200 partnerships, sharing log on, and across 10 with 20 times the actions. The read models
/// are filled by SQL; the calls go through the gateway.
/// </summary>
internal static class Across
{
    private const int PerSecond = 100;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    private const string Fill =
        """
        delete from plan_position where tenant_id like 'p4-%';
        delete from listed_action where tenant_id like 'p4-%';
        delete from sharing_grant where agency_id = @force;
        delete from partnership where tenant_id like 'p4-%';
        insert into partnership (tenant_id, name, code, version)
        select 'p4-' || n, 'Partnership ' || n, 'P' || n, 1 from generate_series(1, @partnerships) as n;
        insert into sharing_grant (tenant_id, grant_id, agency_id, capacities, level, level_after_end, ends_on, state, version)
        select 'p4-' || n, gen_random_uuid(), @force, '{CrossPartnershipLead}', 2, 2, current_date + 200, 'Agreed', 1
        from generate_series(1, @partnerships) as n;
        insert into listed_action (tenant_id, action_id, inspection_id, embargoed_to, reference, title, description, theme,
          finding_ids, lead_id, agency_ids, original_due_on, due_on, delivery, due_soon_from, timeliness_by_stage,
          last_update_at, changed_at, change, version)
        select 'p4-' || n, gen_random_uuid(), gen_random_uuid(), null, 'P4-A' || a, 'Action ' || a, repeat('Text of an action. ', 20), '',
          '{}', case when a % 4 = 0 then @force else 'council-' || n end,
          case when a % 4 = 0 then array[@force] else array['council-' || n] end,
          current_date + a % 200 - 60, current_date + a % 200 - 60, 'InProgress', current_date + a % 200 - 88,
          case when a % 9 > 0 then array['OnTime', 'DueSoon', 'Overdue'] else array['AtRisk', 'AtRisk', 'Overdue'] end,
          now(), now(), 'Added', 1
        from generate_series(1, @partnerships) as n cross join generate_series(1, @actions) as a;
        """;

    public static async Task MeasureAsync(BenchRegion region, Table table)
    {
        var smallest = 0.0;
        var small = await MeasureAsync(region, 10, 1_000);
        Add(10, 1_000, small, 5);
        smallest = small.MedianMs;
        Add(50, 1_000, await MeasureAsync(region, 50, 1_000), 6);
        var large = await MeasureAsync(region, 200, 1_000);
        Add(200, 1_000, large, 10);
        table.Add(new Line("P4", "cost of 200 partnerships to 10", $"{large.MedianMs:0.0} ms", $"{smallest:0.0} ms", large.MedianMs / smallest, "at most 3"));
        var deep = await MeasureAsync(region, 10, 20_000);
        table.Add(new Line("P4", "cost of 20,000 actions each to 1,000", $"{deep.MedianMs:0.0} ms", $"{smallest:0.0} ms", deep.MedianMs / smallest, "at most 1.2"));

        void Add(int partnerships, int actions, Load load, int goal) => table.Add(new Line(
            "P4",
            $"the view across {partnerships} partnerships of {actions} actions, at {PerSecond} a second",
            $"p50 {load.MedianMs:0.0} ms, p99 {load.P99Ms:0.0} ms",
            $"{goal} ms",
            load.P99Ms / goal,
            $"p99 at most {goal} ms (at 500 a second)"));
    }

    private static async Task<Load> MeasureAsync(BenchRegion region, int partnerships, int actions)
    {
        await using (var connection = new NpgsqlConnection(region.Superuser("reporting")))
        {
            await connection.ExecuteAsync(Fill, new { force = BenchRegion.Force, partnerships, actions }, commandTimeout: 300);
            var tenants = Enumerable.Range(1, partnerships).Select(n => $"p4-{n}").ToArray();
            await connection.QueryAsync<int>(
                Jtai.Reporting.PlanPosition.CountAnew, new { tenants, today = DateOnly.FromDateTime(DateTime.UtcNow) }, commandTimeout: 300);
            await connection.ExecuteAsync("analyze;", commandTimeout: 300);
        }

        var reporting = new Jtai.Reporting.V1.Reporting.ReportingClient(region.Across);
        for (var at = 0; at < 50; at++)
        {
            await LookAsync();
        }

        return await Load.OpenAsync(PerSecond, Duration, _ => LookAsync());

        async Task LookAsync()
        {
            var seen = await reporting.GetAcrossPartnershipsAsync(new GetAcrossPartnershipsRequest());
            if (seen.Partnerships.Count != partnerships || seen.Totals.Actions != partnerships * actions)
            {
                throw new InvalidOperationException($"The view shows {seen.Partnerships.Count} partnerships and {seen.Totals.Actions} actions.");
            }
        }
    }
}
