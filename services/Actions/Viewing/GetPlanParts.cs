using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.PlanParts> GetPlanParts(V1.GetPlanPartsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (stored, themes, causes, responses) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            {StoredPlan.Select};
            select * from theme where tenant_id = @TenantId and plan_id = @planId and not removed order by position;
            {SharedCause.Select};
            select * from finding_response where tenant_id = @TenantId and plan_id = @planId order by finding_id
            """,
            new { caller.TenantId, planId = Ids.Parse("action plan", request.PlanId) },
            async results => (
                await StoredPlan.ReadAsync(results),
                await results.ReadAsync<Theme>(),
                await results.ReadAsync<SharedCause>(),
                await results.ReadAsync<FindingResponse>()),
            context.CancellationToken);
        new PlanAccess(caller).Require(stored.Plan, stored.Inspection);
        return new V1.PlanParts
        {
            Themes = { themes.Select(theme => theme.ToProto()) },
            Causes = { causes.Select(cause => cause.ToProto()) },
            Responses = { responses.Select(response => response.ToProto()) },
        };
    }
}
