using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListImpactMeasuresReply> ListImpactMeasures(V1.ListImpactMeasuresRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var check = new RequestCheck();
        var page = ListPage.Read(request.PageSize, request.PageToken, check);
        check.ThrowIfRefused();
        var planId = request.PlanId.Length == 0 ? (Guid?)null : Ids.Parse("action plan", request.PlanId);
        var (plan, actions, inspections, measures) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            {AboutActions.Select("select action_id from impact_measure_action where tenant_id = @TenantId")};
            {StoredMeasure.Measures} where tenant_id = @TenantId and (@planId::uuid is null or plan_id = @planId) and withdrawn_because = ''
            order by lower(what), measure_id;
            select distinct on (measure_id) * from impact_reading where tenant_id = @TenantId order by measure_id, read_on desc
            """,
            new { caller.TenantId, planId },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                (await results.ReadAsync<Action>()).ToDictionary(action => action.ActionId),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
                await StoredMeasure.ReadManyAsync(results)),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        if (planId is not null)
        {
            access.Require(plan, inspections.GetValueOrDefault(plan?.InspectionId ?? Guid.Empty));
        }

        var seen = measures
            .Select(one => one with { ActionIds = AboutActions.SeenBy(access, one.ActionIds, actions, inspections.GetValueOrDefault(one.InspectionId)) })
            .Where(one => one.ActionIds.Length > 0)
            .ToArray();
        return new V1.ListImpactMeasuresReply
        {
            Measures = { page.Of(seen).Select(measure => measure.ToProto()) },
            NextPageToken = page.Next(seen.Length),
            Total = seen.Length,
        };
    }
}
