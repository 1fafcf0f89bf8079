using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    private const int LooksShown = 20;

    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListStrengthsReply> ListStrengths(V1.ListStrengthsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (stored, findings, answering, strengths) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            {StoredPlan.Select};
            select finding_id, reference, kind, withdrawn, words from finding join action_plan using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId and kind = @Strength and not withdrawn order by position, finding_id;
            select action.*, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and plan_id = @planId and withdrawn_because = '';
            select * from strength where tenant_id = @TenantId and plan_id = @planId;
            select * from strength_check where tenant_id = @TenantId
              and finding_id in (select finding_id from strength where tenant_id = @TenantId and plan_id = @planId)
            """,
            new { caller.TenantId, planId = Ids.Parse("action plan", request.PlanId), FindingKind.Strength },
            async results => (
                await StoredPlan.ReadAsync(results),
                (await results.ReadAsync<KeptFinding>()).ToArray(),
                (await results.ReadAsync<Action>()).SelectMany(action => action.FindingIds, (action, findingId) => (action, findingId))
                    .ToLookup(one => one.findingId, one => one.action),
                (await StoredStrength.ReadManyAsync(results)).ToDictionary(strength => strength.FindingId)),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        access.Require(stored.Plan, stored.Inspection);
        var today = clock.Today();
        return new V1.ListStrengthsReply
        {
            Strengths =
            {
                from finding in findings
                let strength = strengths.GetValueOrDefault(finding.FindingId)
                where SeesStrength(access, strength, answering[finding.FindingId], stored.Inspection!)
                let overdue = strength?.IsOverdue(today) == true
                orderby overdue descending
                select new V1.StrengthRecord
                {
                    Strength = strength?.ToProto(),
                    FindingId = finding.FindingId.ToString(),
                    FindingReference = finding.Reference,
                    Text = finding.Words,
                    Checks = { (strength?.Checks ?? []).Take(LooksShown).Select(check => check.ToProto()) },
                    Overdue = overdue,
                },
            },
        };
    }
}
