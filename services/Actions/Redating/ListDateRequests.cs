using Grpc.Core;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private const int MostDateRequests = 200;

    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListDateRequestsReply> ListDateRequests(V1.ListDateRequestsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (requests, actions, inspections, lastUpdates) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            """
            select * from date_request
            where tenant_id = @TenantId and state = @Waiting and (@ofAll or person_id::text = @Subject) order by asked_at, request_id;
            select action.*, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and date_asked_for is not null;
            select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId;
            select newest.*
            from action cross join lateral (
              select * from action_update u where u.tenant_id = @TenantId and u.action_id = action.action_id
              order by action_version desc limit 1) newest
            where action.tenant_id = @TenantId and date_asked_for is not null
            """,
            new { caller.TenantId, V1.DateRequestState.Waiting, ofAll = caller.Has(Capacity.PartnershipManager), caller.Subject },
            async results => (
                await results.ReadAsync<DateRequest>(),
                (await results.ReadAsync<Action>()).ToDictionary(action => action.ActionId),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
                (await results.ReadAsync<ActionUpdate>()).ToDictionary(update => update.ActionId)),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        var seen = (
            from one in requests
            let action = actions.GetValueOrDefault(one.ActionId)
            let inspection = inspections.GetValueOrDefault(action?.InspectionId ?? Guid.Empty)
            where action is not null && inspection is not null && access.Sees(action, inspection)
            select (Request: one, Action: action)).Take(MostDateRequests).ToArray();
        return new V1.ListDateRequestsReply
        {
            Requests = { seen.Select(one => one.Request.ToProto()) },
            Actions = { seen.Select(one => one.Action.ToProto(lastUpdates.GetValueOrDefault(one.Action.ActionId))) },
        };
    }
}
