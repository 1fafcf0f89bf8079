using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.KeepImpact)]
    public override async Task<V1.AssuranceReply> SaveImpactMeasure(V1.SaveImpactMeasureRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var measureId = request.MeasureId.Length == 0 ? Guid.CreateVersion7() : Ids.Parse("measure", request.MeasureId);
        var check = new RequestCheck();
        var ids = AboutActions.ReadIds(request.ActionIds, check);
        var (plan, before, chosen, measures) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            {StoredMeasure.Select};
            {StoredActions.SelectOf("select unnest(@ids) union select action_id from impact_measure_action where tenant_id = @TenantId and measure_id = @measureId")};
            select count(*)::integer from impact_measure where tenant_id = @TenantId and plan_id = @planId and withdrawn_because = ''
            """,
            new { write.TenantId, planId, measureId, ids },
            async results => (
                await StoredPlan.ReadAsync(results),
                await StoredMeasure.ReadAsync(results),
                await StoredActions.ReadAsync(results),
                await results.ReadSingleAsync<int>()),
            context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        var of = access.Require(plan.Plan, plan.Inspection);
        if (request.MeasureId.Length > 0 && before.Require(access).PlanId != of.PlanId)
        {
            throw new NotFound("measure");
        }

        var actions = chosen.Require(access, request.ActionIds);
        RequireMayKeepImpact(before.Measure is null ? actions.Count == 0 || actions.Any(access.MayKeepImpact) : before.IsAboutAny(access.MayKeepImpact));
        of.RefuseIfClosed();
        if ((before.Measure?.Version ?? 0) != request.ExpectedVersion)
        {
            throw new Conflict(before.Measure?.Version ?? 0);
        }

        if (before.Measure is null && measures >= ImpactMeasure.MostOfAPlan)
        {
            throw new Refused("An action plan can have at most 200 measures.");
        }

        var measure = before.Measure ?? new() { MeasureId = measureId, PlanId = of.PlanId, InspectionId = of.InspectionId };
        var about = AboutActions.Choose(access, measure.ActionIds, actions, chosen, of, check);
        return await SaveMeasureAsync(
            write, before.Measure, measure.Say(request, about, clock.Today(), check), reason: "", parts: [], context.CancellationToken);
    }

    /// <exception cref="Forbidden">The caller sees the measure, and keeps none of its actions.</exception>
    private static void RequireMayKeepImpact(bool may)
    {
        if (!may)
        {
            throw new Forbidden("Only the partnership manager, or the lead of an agency that leads or supports one of its actions, may change a measure.");
        }
    }

    /// <summary>A measure for a change by whoever keeps it.</summary>
    /// <inheritdoc cref="StoredMeasure.Expect"/>
    /// <exception cref="Forbidden">The caller keeps none of its actions.</exception>
    private async Task<ImpactMeasure> ReadMeasureToKeepAsync(Write write, string measureId, long expectedVersion, CancellationToken ct)
    {
        var stored = await ReadMeasureAsync(write, measureId, ct);
        var access = new PlanAccess(write.Caller);
        stored.Require(access);
        RequireMayKeepImpact(stored.IsAboutAny(access.MayKeepImpact));
        return stored.Expect(access, expectedVersion);
    }

    private Task<StoredMeasure> ReadMeasureAsync(Write write, string measureId, CancellationToken ct) => database.QueryMultipleAsync(
        write, StoredMeasure.Select, new { write.TenantId, measureId = Ids.Parse("measure", measureId) }, StoredMeasure.ReadAsync, ct);

    /// <summary>Saves a measure, with the entry in its history.</summary>
    private Task<V1.AssuranceReply> SaveMeasureAsync(
        Write write, ImpactMeasure? before, ImpactMeasure after, string reason, IReadOnlyList<V1.FieldChange> parts, CancellationToken ct,
        ImpactReading? reading = null) => database.SaveAsync(
            write,
            after.ToReply(),
            StoredMeasure.Save + (reading is null ? "" : SaveReading) + RecordedChange.Insert,
            new
            {
                write.TenantId,
                after.PlanId,
                Measure = Columns.Of(after),
                Reading = reading is null ? "{}" : Columns.Of(reading),
                Changes = RecordedChange.ToJson(
                    RecordedChange.Of(after, [.. ImpactMeasure.Changes(before, after), .. parts], reason, write.Caller, clock.NowAsStored())),
            },
            reading is null ? [after.Changed()] : [after.Changed(), reading.Changed()],
            ct);
}
