using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    private const int UsualPage = 25;

    // Of one action where it is named, else of the plan; all of them, since who takes part in an action is no rule of SQL.
    private const string OfPlanOrAction =
        """
        select action_plan.* from action_plan where tenant_id = @TenantId and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = @actionId union select @planId);
        select inspection.* from inspection join action_plan using (tenant_id, inspection_id) where tenant_id = @TenantId and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = @actionId union select @planId);
        select action.*, holder_id as post_holder_id
        from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = @actionId union select @planId);
        select item.*, array_agg(action_id order by action_id) as action_ids
        from evidence_item item join evidence_of_action using (tenant_id, evidence_id)
        where tenant_id = @TenantId and (withdrawn_because <> '') = @Withdrawn and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = @actionId union select @planId)
        group by item.tenant_id, item.evidence_id
        having @actionId::uuid is null or @actionId = any (array_agg(action_id))
        order by added_at desc, evidence_id desc
        """;

    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListEvidenceReply> ListEvidence(V1.ListEvidenceRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var after = Ids.TryParse(request.PageToken);
        new RequestCheck()
            .That((request.PlanId.Length > 0) != (request.ActionId.Length > 0), "plan_id", "Name a plan or an action.")
            .That(request.PageSize is >= 0 and <= 100, "page_size", "Ask for 1 to 100 items.")
            .That(request.PageToken.Length == 0 || after is not null, "page_token", "Start again from the first page.")
            .ThrowIfRefused();
        var actionId = request.ActionId.Length > 0 ? Ids.Parse("action", request.ActionId) : (Guid?)null;
        var planId = request.PlanId.Length > 0 ? Ids.Parse("action plan", request.PlanId) : (Guid?)null;
        var (plan, inspection, actions, items) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            OfPlanOrAction,
            new { caller.TenantId, actionId, planId, request.Withdrawn },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                (await results.ReadAsync<Action>()).ToDictionary(action => action.ActionId),
                await results.ReadAsync<EvidenceItem>()),
            context.CancellationToken);
        var access = new EvidenceAccess(caller);
        if (actionId is { } one)
        {
            access.Plans.Require(actions.GetValueOrDefault(one), inspection);
        }
        else
        {
            access.Plans.Require(plan, inspection);
        }

        var seen = items.Where(item => access.KnowsOf(item, item.ActionIds.Select(id => actions[id]))).ToArray();
        var size = request.PageSize == 0 ? UsualPage : request.PageSize;
        var page = seen.SkipWhile(item => after is not null && item.EvidenceId != after).Skip(after is null ? 0 : 1).Take(size + 1).ToArray();
        var contents = await ReadContentsAsync(caller, page, context.CancellationToken);
        return new V1.ListEvidenceReply
        {
            Items =
            {
                page.Take(size).Select(item => Record(
                    access, new(item, [contents[item.EvidenceId]], [.. item.ActionIds.Select(id => actions[id])], inspection, plan))),
            },
            NextPageToken = page.Length > size ? page[size - 1].EvidenceId.ToString() : "",
            Total = seen.Length,
        };
    }

    private async Task<Dictionary<Guid, EvidenceContent>> ReadContentsAsync(Caller caller, IReadOnlyList<EvidenceItem> items, CancellationToken ct) =>
        (await database.QueryAsync<EvidenceContent>(
            TenantScope.Of(caller.TenantId),
            EvidenceContent.Select + """
              join evidence_item item using (tenant_id, evidence_id)
            where tenant_id = @TenantId and evidence_id = any (@ids) and number = item.content_number
            """,
            new { caller.TenantId, ids = items.Select(item => item.EvidenceId).ToArray() },
            ct)).ToDictionary(content => content.EvidenceId);
}
