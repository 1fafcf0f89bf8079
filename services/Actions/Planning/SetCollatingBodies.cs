using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionPlanReply> SetCollatingBodies(V1.SetCollatingBodiesRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (stored, answering, lastUpdates) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            select * from action where tenant_id = @TenantId and plan_id = @planId and answering_body_id <> '';
            select distinct on (action_id) action_update.* from action_update join action using (tenant_id, action_id)
            where tenant_id = @TenantId and plan_id = @planId and answering_body_id <> '' order by action_id, action_version desc
            """,
            new { write.TenantId, planId = Ids.Parse("action plan", request.PlanId) },
            async results => (
                await StoredPlan.ReadAsync(results),
                (await results.ReadAsync<Action>()).ToArray(),
                (await results.ReadAsync<ActionUpdate>()).ToDictionary(update => update.ActionId)),
            context.CancellationToken);
        var plan = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var collated = plan.CollatedBy(request.BodyIds, stored.RequirePartnership());
        // A body that no longer collates the plan answers for none of its actions.
        var changes =
            from action in answering
            where !collated.CollatingBodyIds.Contains(action.AnsweringBodyId)
            let after = action with { AnsweringBodyId = "", Version = action.Version + 1 }
            let fields = FieldChanges.Between(action.ToProto(lastUpdate: null), after.ToProto(lastUpdate: null), "answering_body_id")
            select new ActionChange(after, V1.ActionChangeKind.DescribedAnew, fields)
            {
                LastUpdate = lastUpdates.GetValueOrDefault(after.ActionId),
            };
        return await SaveAllAsync(
            write,
            PlanReply(collated),
            [.. changes],
            new PlanChange(
                collated,
                stored.Inspection!,
                FieldChanges.Between(plan.ToProto(stored.Inspection!), collated.ToProto(stored.Inspection!), "collating_body_ids")),
            sql: "",
            args: null,
            parts: [],
            context.CancellationToken);
    }
}
