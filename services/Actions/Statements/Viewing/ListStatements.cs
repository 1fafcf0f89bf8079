using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListStatementsReply> ListStatements(V1.ListStatementsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var planId = request.PlanId.Length == 0 ? (Guid?)null : Ids.Parse("action plan", request.PlanId);
        var (plan, statements, inspections) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            """
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select * from statement where tenant_id = @TenantId and (@planId::uuid is null or plan_id = @planId)
            order by plan_id desc, number desc;
            select * from inspection where tenant_id = @TenantId
            """,
            new { caller.TenantId, planId },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadAsync<Statement>(),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId)),
            context.CancellationToken);
        var access = new StatementAccess(caller);
        if (planId is not null)
        {
            new PlanAccess(caller).Require(plan, plan is null ? null : inspections.GetValueOrDefault(plan.InspectionId));
        }

        return new V1.ListStatementsReply
        {
            Statements =
            {
                from statement in statements
                let inspection = inspections.GetValueOrDefault(statement.InspectionId)
                where inspection is not null && access.Sees(inspection)
                select statement.ToProto(inspection),
            },
        };
    }
}
