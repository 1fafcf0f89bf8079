namespace Jtai.Bench;

/// <summary>
/// P9, what a safeguard costs: UpdateProgress through the gateway with it, against the same without it. On and off in turn in one run,
/// so that what grows meanwhile, and what else the machine does, counts for neither.
/// </summary>
internal static class Safeguards
{
    private const int Clients = 8;
    private const int TimesOff = 3;

    // And without the trigger that the seals need.
    private const string NoSeals = "revoke insert on audit_segment from actions_app; alter table audit disable trigger number_transaction";
    private const string Seals = "grant insert on audit_segment to actions_app; alter table audit enable trigger number_transaction";

    public static async Task MeasureAsync(BenchRegion region, Table table)
    {
        await Load.ClosedAsync(Clients, TimeSpan.FromSeconds(8), region.UpdateAsync);
        // Each time has a round of sealing, with all that was written meanwhile.
        await MeasureAsync(region, table, "with the audit log sealed", "without seals", NoSeals, Seals, TimeSpan.FromSeconds(12), 0.90);
        await MeasureAsync(region, table, "under row-level security", "without it in Actions", OfEachTable("disable"), OfEachTable("enable"), TimeSpan.FromSeconds(8), 0.92);
    }

    private static async Task MeasureAsync(
        BenchRegion region, Table table, string with, string without, string off, string on, TimeSpan duration, double goal)
    {
        var rates = new List<double> { (await Load.ClosedAsync(Clients, duration, region.UpdateAsync)).PerSecond };
        for (var time = 0; time < TimesOff; time++)
        {
            await region.ExecuteAsync("actions", off);
            rates.Add((await Load.ClosedAsync(Clients, duration, region.UpdateAsync)).PerSecond);
            await region.ExecuteAsync("actions", on);
            rates.Add((await Load.ClosedAsync(Clients, duration, region.UpdateAsync)).PerSecond);
        }

        var (kept, left) = (rates.Where((_, place) => place % 2 == 0).Average(), rates.Where((_, place) => place % 2 == 1).Average());
        table.Add(new Line(
            "P9", $"UpdateProgress {with}, {Clients} clients ({string.Join(" / ", rates.Select(rate => $"{rate:0}"))}, in turn with and without)",
            $"{kept:0}/s", $"{left:0}/s {without}", kept / left, $"at least {goal:0.00}"));
    }

    private static string OfEachTable(string what) =>
        $$"""
        do $do$ declare target regclass; begin
          for target in select distinct polrelid::regclass from pg_policy loop
            execute format('alter table %s {{what}} row level security', target);
          end loop;
        end $do$
        """;
}
