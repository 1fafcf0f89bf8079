using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.PlanPartReply> RespondToFinding(V1.RespondToFindingRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var findingId = Ids.Parse("finding", request.FindingId);
        var (stored, withdrawn, response) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            select withdrawn from finding join action_plan using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId and finding_id = @findingId;
            select * from finding_response where tenant_id = @TenantId and finding_id = @findingId
            """,
            new { write.TenantId, planId, findingId },
            async results => (
                await StoredPlan.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<bool?>(),
                await results.ReadSingleOrDefaultAsync<FindingResponse>()),
            context.CancellationToken);
        var plan = stored.Expect(new PlanAccess(write.Caller));
        if (withdrawn is null)
        {
            throw new NotFound("finding");
        }

        if ((response?.Version ?? 0) != request.ExpectedVersion)
        {
            throw new Conflict(response?.Version ?? 0);
        }

        if (withdrawn.Value)
        {
            throw new Refused("This finding was withdrawn: there is nothing to say to it.");
        }

        var before = response ?? new() { FindingId = findingId, PlanId = planId };
        var said = before.Say(request, stored.RequirePartnership(), new RequestCheck());
        return await SavePlanAsync(
            write,
            PartReply(findingId, plan, said.Version),
            new(plan.WithPartChanged(), stored.Inspection!, FindingResponse.Changes(before, said)),
            context.CancellationToken,
            """
            insert into finding_response (tenant_id, finding_id, plan_id, position, by_agency_id, by_body_id, words, known_before, known_from,
              no_action_because, routed_to_body_ids, routed_note, version)
            values (@TenantId, @FindingId, @PlanId, @Position, @ByAgencyId, @ByBodyId, @Words, @KnownBefore, @KnownFrom,
              @NoActionBecause, @RoutedToBodyIds, @RoutedNote, @Version)
            on conflict (tenant_id, finding_id) do update set position = excluded.position, by_agency_id = excluded.by_agency_id,
              by_body_id = excluded.by_body_id, words = excluded.words, known_before = excluded.known_before, known_from = excluded.known_from,
              no_action_because = excluded.no_action_because, routed_to_body_ids = excluded.routed_to_body_ids,
              routed_note = excluded.routed_note, version = excluded.version
            """,
            said,
            said.Changed());
    }
}
