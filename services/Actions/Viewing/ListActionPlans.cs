using Grpc.Core;
using Jtai.Access;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListActionPlansReply> ListActionPlans(
        V1.ListActionPlansRequest request, ServerCallContext context) =>
        new() { Plans = { await ReadPlansAsync(Caller.Of(context), planId: null, context.CancellationToken) } };

    /// <summary>The plans that the caller sees, newest first; each counts the actions that the caller sees.</summary>
    private async Task<IReadOnlyList<V1.ActionPlan>> ReadPlansAsync(Caller caller, Guid? planId, CancellationToken ct)
    {
        var access = new PlanAccess(caller);
        var (plans, inspections, actions) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            """
            select * from action_plan where tenant_id = @TenantId and (@planId::uuid is null or plan_id = @planId)
            order by plan_id desc;
            select * from inspection where tenant_id = @TenantId;
            select plan_id, lead_agency_id, joint_leads, supporting_agency_ids, owner_id, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and withdrawn_because = '' and not @everyAction and (@planId::uuid is null or plan_id = @planId)
            """,
            new { caller.TenantId, planId, everyAction = access.SeesEveryAction },
            async results => (
                await results.ReadAsync<ActionPlan>(),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
                (await results.ReadAsync<Action>()).ToLookup(action => action.PlanId)),
            ct);
        return
        [
            .. from plan in plans
               let inspection = inspections.GetValueOrDefault(plan.InspectionId)
               where inspection is not null && access.Sees(inspection)
               let shown = access.SeesEveryAction
                   ? plan
                   : plan with { Actions = actions[plan.PlanId].Count(action => access.Sees(action, inspection)) }
               select shown.ToProto(inspection),
        ];
    }
}
