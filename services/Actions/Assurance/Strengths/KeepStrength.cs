using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.AssuranceReply> KeepStrength(V1.KeepStrengthRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var findingId = Ids.Parse("finding", request.FindingId);
        var (stored, finding, before) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            select finding_id, reference, kind, withdrawn, words from finding join action_plan using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId and finding_id = @findingId;
            {StoredStrength.Select}
            """,
            new { write.TenantId, planId, findingId },
            async results => (
                await StoredPlan.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<KeptFinding>(),
                await StoredStrength.ReadAsync(results)),
            context.CancellationToken);
        // A closed plan's strengths are kept up too.
        var plan = new PlanAccess(write.Caller).Require(stored.Plan, stored.Inspection);
        if (finding is null)
        {
            throw new NotFound("finding");
        }

        if ((before?.Version ?? 0) != request.ExpectedVersion)
        {
            throw new Conflict(before?.Version ?? 0);
        }

        if (!finding.IsStrength)
        {
            throw new Refused("Only a strength of the letter can be kept. This finding is none, or was withdrawn.");
        }

        var kept = (before ?? new() { FindingId = findingId, PlanId = plan.PlanId, InspectionId = plan.InspectionId })
            .Keep(request, stored.RequirePartnership(), clock.Today(), new RequestCheck());
        return await SaveStrengthAsync(write, before, kept, look: null, context.CancellationToken);
    }

    /// <summary>Saves a strength, with the entry in its history and a look at it where there is one.</summary>
    private Task<V1.AssuranceReply> SaveStrengthAsync(Write write, Strength? before, Strength after, StrengthCheck? look, CancellationToken ct) =>
        database.SaveAsync(
            write,
            after.ToReply(),
            StoredStrength.Save + (look is null ? "" : StoredStrength.SaveLook) + RecordedChange.Insert,
            new
            {
                write.TenantId,
                Strength = Columns.Of(after),
                Look = look is null ? "{}" : Columns.Of(look),
                Changes = RecordedChange.ToJson(RecordedChange.Of(after, Strength.Changes(before, after), write.Caller, clock.NowAsStored())),
            },
            look is null ? [after.Changed()] : [after.Changed(), look.Recorded()],
            ct);
}
