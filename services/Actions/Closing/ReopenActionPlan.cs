using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionPlanReply> ReopenActionPlan(V1.ReopenActionPlanRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadPlanAsync(write, Ids.Parse("action plan", request.PlanId), context.CancellationToken);
        var plan = new PlanAccess(write.Caller).Require(stored.Plan, stored.Inspection);
        if (plan.Version != request.ExpectedVersion)
        {
            throw new Conflict(plan.Version);
        }

        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        var reopened = plan.Reopen();
        return await SavePlanAsync(
            write,
            PlanReply(reopened),
            new(reopened, stored.Inspection!, PlanClosingChanges(plan, reopened), reason),
            context.CancellationToken);
    }
}
