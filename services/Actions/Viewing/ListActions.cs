using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListActionsReply> ListActions(V1.ListActionsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var planId = Ids.Parse("action plan", request.PlanId);
        var (plan, inspection, actions, lastUpdates) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection.phase, inspection.reader_ids
            from action_plan join inspection using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId;
            select action.*, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and plan_id = @planId and (withdrawn_because <> '') = @Withdrawn
            order by reference = '', {ReferenceSeries.InOrder}, draft;
            select newest.*
            from action cross join lateral (
              select * from action_update u where u.tenant_id = @TenantId and u.action_id = action.action_id
              order by action_version desc limit 1) newest
            where action.tenant_id = @TenantId and action.plan_id = @planId
            """,
            new { caller.TenantId, planId, request.Withdrawn },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                await results.ReadAsync<Action>(),
                (await results.ReadAsync<ActionUpdate>()).ToDictionary(update => update.ActionId)),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        access.Require(plan, inspection);
        return new V1.ListActionsReply
        {
            Actions =
            {
                from action in actions
                where access.Sees(action, inspection!)
                select action.ToProto(lastUpdates.GetValueOrDefault(action.ActionId)),
            },
        };
    }
}
