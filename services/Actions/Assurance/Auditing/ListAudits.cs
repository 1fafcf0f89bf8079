using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListAuditsReply> ListAudits(V1.ListAuditsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var check = new RequestCheck();
        var page = ListPage.Read(request.PageSize, request.PageToken, check);
        check.ThrowIfRefused();
        var planId = request.PlanId.Length == 0 ? (Guid?)null : Ids.Parse("action plan", request.PlanId);
        var (plan, inspections, actions, audits) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            """
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId;
            select action.*, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and action_id in (select action_id from audit_of_action where tenant_id = @TenantId);
            select * from assurance_audit where tenant_id = @TenantId and (@planId::uuid is null or plan_id = @planId)
            order by state <> 1, case when state = 1 then planned_for end, coalesce(done_on, planned_for) desc, audit_id desc;
            select * from audit_of_action where tenant_id = @TenantId
            """,
            new { caller.TenantId, planId },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
                (await results.ReadAsync<Action>()).ToDictionary(action => action.ActionId),
                await StoredAudit.ReadManyAsync(results)),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        if (planId is not null)
        {
            access.Require(plan, inspections.GetValueOrDefault(plan?.InspectionId ?? Guid.Empty));
        }

        var seen = audits.Select(audit => SeenBy(access, audit, actions, inspections)).OfType<Audit>().ToArray();
        return new V1.ListAuditsReply
        {
            Audits = { page.Of(seen).Select(audit => audit.ToProto()) },
            NextPageToken = page.Next(seen.Length),
            Total = seen.Length,
        };
    }
}
