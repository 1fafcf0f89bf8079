using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionPlanReply> MakeActionPlan(V1.MakeActionPlanRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var inspectionId = Ids.Parse("inspection", request.InspectionId);
        var (inspection, findings, plans) = await database.QueryMultipleAsync(
            write,
            """
            select * from inspection where tenant_id = @TenantId and inspection_id = @inspectionId;
            select count(*)::integer from finding
            where tenant_id = @TenantId and inspection_id = @inspectionId and not withdrawn;
            select count(*)::integer from action_plan where tenant_id = @TenantId and inspection_id = @inspectionId
            """,
            new { write.TenantId, inspectionId },
            async results => (
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                await results.ReadSingleAsync<int>(),
                await results.ReadSingleAsync<int>()),
            context.CancellationToken);
        if (inspection is null || !new PlanAccess(write.Caller).Sees(inspection))
        {
            throw new NotFound("inspection");
        }

        var check = new RequestCheck();
        var title = check.Text("title", request.Title, "The title", 200);
        check.ThrowIfRefused();
        var plan = ActionPlan.Make(inspection, title, findings, plans);
        return await database.SaveAsync(
            write,
            new V1.ActionPlanReply { PlanId = plan.PlanId.ToString(), Version = plan.Version },
            """
            with made as (
              insert into action_plan (tenant_id, plan_id, inspection_id, title, actions, version)
              values (@TenantId, @PlanId, @InspectionId, @Title, @Actions, @Version)
              on conflict (tenant_id, inspection_id) do nothing returning 1)
            select require_changed(exists (select from made))
            """,
            new { write.TenantId, plan.PlanId, plan.InspectionId, plan.Title, plan.Actions, plan.Version },
            [plan.Changed(inspection)],
            context.CancellationToken);
    }
}
