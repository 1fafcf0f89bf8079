using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private const int PlanHistoryPage = 20;

    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListPlanHistoryReply> ListPlanHistory(V1.ListPlanHistoryRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var planId = Ids.Parse("action plan", request.PlanId);
        new RequestCheck().That(request.BeforeVersion >= 0, "before_version", "Give a version of the plan, or 0 for the newest.").ThrowIfRefused();
        var (plan, inspection, changes) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            """
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection.phase, inspection.reader_ids
            from action_plan join inspection using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId;
            select * from recorded_change where tenant_id = @TenantId and record_id = @planId and version < @before
            order by version desc limit @Limit
            """,
            new
            {
                caller.TenantId,
                planId,
                before = request.BeforeVersion == 0 ? long.MaxValue : request.BeforeVersion,
                Limit = PlanHistoryPage + 1,
            },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                (await results.ReadAsync<RecordedChange>()).ToList()),
            context.CancellationToken);
        new PlanAccess(caller).Require(plan, inspection);
        return new V1.ListPlanHistoryReply
        {
            Changes = { changes.Take(PlanHistoryPage).Select(change => change.ToProto()) },
            EarlierBeforeVersion = changes.Count > PlanHistoryPage ? changes[PlanHistoryPage - 1].Version : 0,
        };
    }
}
