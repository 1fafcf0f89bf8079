using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ImpactMeasureRecord> GetImpactMeasure(V1.GetImpactMeasureRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (stored, readings, changes) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            {StoredMeasure.Select};
            select * from impact_reading where tenant_id = @TenantId and measure_id = @measureId order by read_on desc limit 200;
            select * from recorded_change where tenant_id = @TenantId and record_id = @measureId order by version desc limit 50
            """,
            new { caller.TenantId, measureId = Ids.Parse("measure", request.MeasureId) },
            async results => (
                await StoredMeasure.ReadAsync(results),
                (await results.ReadAsync<ImpactReading>()).ToArray(),
                (await results.ReadAsync<RecordedChange>()).ToArray()),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        var measure = stored.Require(access);
        var open = measure.WithdrawnBecause.Length == 0 && !stored.Plan!.IsClosed;
        return new V1.ImpactMeasureRecord
        {
            Measure = measure.ToProto(),
            Readings = { readings.Select(reading => reading.ToProto()) },
            Actions =
            {
                measure.ActionIds.Select(id => stored.Actions.Actions[id].ToProto(stored.Actions.LastUpdates.GetValueOrDefault(id))),
            },
            MayChange = open && stored.IsAboutAny(access.MayKeepImpact),
            MayRecord = open && stored.IsAboutAny(access.MayUpdate),
            MayAgree = open && Guid.TryParse(caller.Subject, out var person) && measure.MayBeAgreedBy(person),
            Changes = { changes.Select(change => OnlySeen(change, stored.Measure!, measure).ToProto()) },
        };
    }

    /// <summary>For whoever does not see all of its actions, a history that does not say which there were.</summary>
    private static RecordedChange OnlySeen(RecordedChange change, ImpactMeasure whole, ImpactMeasure seen) =>
        seen.ActionIds.Length == whole.ActionIds.Length ? change : change.Without(field => field == "action_ids");
}
