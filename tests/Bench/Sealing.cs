namespace Jtai.Bench;

/// <summary>
/// P9, audit sealing: UpdateProgress through the gateway with the audit log sealed behind it, against the same without seals and
/// without the trigger that they need. Off between two times on, so that what grows meanwhile counts for neither.
/// </summary>
internal static class Sealing
{
    private const string Off = "revoke insert on audit_segment from actions_app; alter table audit disable trigger number_transaction";
    private const string On = "grant insert on audit_segment to actions_app; alter table audit enable trigger number_transaction";
    private const int Clients = 8;

    // Two rounds of sealing, each with all that was written meanwhile.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    public static async Task MeasureAsync(BenchRegion region, Table table)
    {
        await Load.ClosedAsync(Clients, TimeSpan.FromSeconds(8), region.UpdateAsync);
        var before = await Load.ClosedAsync(Clients, Duration, region.UpdateAsync);
        await region.ExecuteAsync("actions", Off);
        var without = await Load.ClosedAsync(Clients, Duration, region.UpdateAsync);
        await region.ExecuteAsync("actions", On);
        var after = await Load.ClosedAsync(Clients, Duration, region.UpdateAsync);
        var with = (before.PerSecond + after.PerSecond) / 2;
        table.Add(new Line(
            "P9", $"UpdateProgress with the audit log sealed, {Clients} clients", $"{with:0}/s", $"{without.PerSecond:0}/s without seals", with / without.PerSecond, "at least 0.90"));
    }
}
