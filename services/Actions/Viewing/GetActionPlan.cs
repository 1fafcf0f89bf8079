using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ActionPlan> GetActionPlan(V1.GetActionPlanRequest request, ServerCallContext context)
    {
        var planId = Ids.Parse("action plan", request.PlanId);
        var plans = await ReadPlansAsync(Caller.Of(context), planId, context.CancellationToken);
        return plans is [var plan] ? plan : throw new NotFound("action plan");
    }
}
