using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ActionRecord> GetAction(V1.GetActionRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var actionId = Ids.Parse("action", request.ActionId);
        var (stored, inspection, updates, dateChanges) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            """
            select * from action where tenant_id = @TenantId and action_id = @actionId;
            select inspection.phase, inspection.reader_ids
            from action join inspection using (tenant_id, inspection_id)
            where tenant_id = @TenantId and action_id = @actionId;
            select * from action_update where tenant_id = @TenantId and action_id = @actionId order by action_version desc;
            select * from date_change where tenant_id = @TenantId and action_id = @actionId order by action_version desc
            """,
            new { caller.TenantId, actionId },
            async results => (
                await results.ReadSingleOrDefaultAsync<Action>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                (await results.ReadAsync<ActionUpdate>()).AsList(),
                await results.ReadAsync<DateChange>()),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        var action = access.Require(stored, inspection);
        return new V1.ActionRecord
        {
            Action = action.ToProto(updates.FirstOrDefault()),
            Updates = { updates.Select(update => update.ToProto()) },
            DateChanges = { dateChanges.Select(change => change.ToProto()) },
            MayUpdate = access.MayUpdate(action) && action.IsOpen,
        };
    }
}
