using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> WithdrawAction(V1.WithdrawActionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (stored, plan, _) = await ReadForClosingAsync(write, request.ActionId, successor: "", context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        var withdrawn = action.Withdraw(reason, plan!);
        var shrunk = plan!.WithOneActionLess();
        return await database.SaveAsync(
            write,
            withdrawn.ToReply(),
            """
            with changed as (
              update action set withdrawn_because = @WithdrawnBecause, version = version + 1
              where tenant_id = @TenantId and action_id = @ActionId and version = @version returning 1),
            shrunk as (
              update action_plan set actions = @Actions, version = version + 1
              where tenant_id = @TenantId and plan_id = @PlanId and version = @planVersion returning 1)
            select require_changed(exists (select from changed) and exists (select from shrunk))
            """ + RecordedChange.Insert,
            new
            {
                write.TenantId,
                withdrawn.ActionId,
                withdrawn.WithdrawnBecause,
                version = action.Version,
                shrunk.PlanId,
                shrunk.Actions,
                planVersion = plan.Version,
                Changes = RecordedChange.ToJson(RecordedChange.Of(
                    withdrawn, V1.ActionChangeKind.Withdrawn, [], reason, write.Caller, clock.NowAsStored())),
            },
            [
                withdrawn.Changed(V1.ActionChangeKind.Withdrawn, write.Caller, stored.LastUpdate),
                shrunk.Changed(stored.Inspection!),
            ],
            context.CancellationToken);
    }

    /// <summary>The action, its plan, and the other action of the plan that is named as taking its place; null for none such.</summary>
    private Task<(StoredAction Stored, ActionPlan? Plan, Guid? Successor)> ReadForClosingAsync(
        Write write, string actionId, string successor, CancellationToken ct) => database.QueryMultipleAsync(
            write,
            """
            select * from action where tenant_id = @TenantId and action_id = @actionId;
            select * from inspection
            where tenant_id = @TenantId
              and inspection_id = (select inspection_id from action where tenant_id = @TenantId and action_id = @actionId);
            select * from action_update where tenant_id = @TenantId and action_id = @actionId
            order by action_version desc limit 1;
            select action_plan.* from action_plan join action using (tenant_id, plan_id)
            where tenant_id = @TenantId and action_id = @actionId;
            select other.action_id from action other join action using (tenant_id, plan_id)
            where tenant_id = @TenantId and action.action_id = @actionId and other.action_id = @successor
              and other.withdrawn_because = ''
            """,
            new { write.TenantId, actionId = Ids.Parse("action", actionId), successor = Ids.TryParse(successor) },
            async results => (
                await StoredAction.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Guid?>()),
            ct);
}
