using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private const string OpenActions =
        """
        select count(*)::integer from action where tenant_id = @TenantId and plan_id = @planId and withdrawn_because = ''
          and delivery <> all(@finished)
        """;

    private static readonly int[] Finished = [(int)V1.Delivery.Complete, (int)V1.Delivery.ClosedWithoutCompletion];

    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionPlanReply> CloseActionPlan(V1.CloseActionPlanRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var (stored, open, waiting) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            {OpenActions};
            select count(*)::integer from action where tenant_id = @TenantId and plan_id = @planId and date_asked_for is not null
            """,
            new { write.TenantId, planId, Finished },
            async results => (
                await StoredPlan.ReadAsync(results), await results.ReadSingleAsync<int>(), await results.ReadSingleAsync<int>()),
            context.CancellationToken);
        var plan = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var closed = plan.Close(request, open, waiting, clock.Today());
        return await SavePlanAsync(
            write,
            PlanReply(closed),
            new(closed, stored.Inspection!, PlanClosingChanges(plan, closed), closed.ClosingReason),
            context.CancellationToken,
            // An action that is opened again at the same time came first, or waits for this.
            $"select require_changed(({OpenActions}) = 0)",
            new { planId, Finished });
    }

    private static IReadOnlyList<V1.FieldChange> PlanClosingChanges(ActionPlan before, ActionPlan after) =>
    [
        .. FieldChanges.Within(
            "closing", before.ToProto(new()).Closing ?? new(), after.ToProto(new()).Closing ?? new(), "closed_on", "decided_by"),
    ];
}
