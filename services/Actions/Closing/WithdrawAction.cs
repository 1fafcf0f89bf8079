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
        var stored = await ReadActionAsync(write, Ids.Parse("action", request.ActionId), context.CancellationToken);
        var plan = stored.Plan;
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        var withdrawn = action.Withdraw(reason, plan!);
        var shrunk = plan!.WithOneActionLess();
        return await SaveActionAsync(
            write,
            withdrawn.ToReply(),
            stored,
            new(withdrawn, V1.ActionChangeKind.Withdrawn, [], reason),
            context.CancellationToken,
            """
            with shrunk as (
              update action_plan set actions = @Actions, version = @PlanVersion
              where tenant_id = @TenantId and plan_id = @PlanId and version = @PlanVersion - 1 returning 1)
            select require_changed(exists (select from shrunk))
            """,
            new { shrunk.PlanId, shrunk.Actions, PlanVersion = shrunk.Version },
            shrunk.Changed(stored.Inspection!));
    }

    /// <summary>The action, and the other action of the plan that is named as taking its place; null for none such.</summary>
    private Task<(StoredAction Stored, Guid? Successor)> ReadForClosingAsync(
        Write write, string actionId, string successor, CancellationToken ct) => database.QueryMultipleAsync(
            write,
            $"""
            {StoredAction.Select};
            select other.action_id from action other join action using (tenant_id, plan_id)
            where tenant_id = @TenantId and action.action_id = @actionId and other.action_id = @successor
              and other.withdrawn_because = ''
            """,
            new { write.TenantId, actionId = Ids.Parse("action", actionId), successor = Ids.TryParse(successor) },
            async results => (await StoredAction.ReadAsync(results), await results.ReadSingleOrDefaultAsync<Guid?>()),
            ct);
}
