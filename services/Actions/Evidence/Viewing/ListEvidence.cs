using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    private const int UsualPage = 25;

    // Who takes part in an action is no rule of SQL: who does not see all of them is asked it of each.
    private const string OfPlanOrAction =
        $"""
        select action_plan.* from action_plan where tenant_id = @TenantId and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = @actionId union select @planId);
        select inspection.* from inspection join action_plan using (tenant_id, inspection_id) where tenant_id = @TenantId and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = @actionId union select @planId);
        select {EvidenceAccess.OfAction}
        from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and (action_id = @actionId or (not @SeesEveryAction and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = @actionId union select @planId)))
        """;

    private const string Those =
        $"""
        from evidence_item item
        where item.tenant_id = @TenantId and item.plan_id = @PlanId and (item.withdrawn_because <> '') = @Withdrawn
          and (@actionId::uuid is null or exists (
            select from evidence_of_action link
            where link.tenant_id = @TenantId and link.evidence_id = item.evidence_id and link.action_id = @actionId))
          and {EvidenceAccess.Knows}
        """;

    private const string PageOfThose =
        $"""
        select item.*, (
          select array_agg(action_id order by action_id) from evidence_of_action link
          where link.tenant_id = @TenantId and link.evidence_id = item.evidence_id) as action_ids
        {Those}
          and (@after::uuid is null or (added_at, evidence_id) < (
            select added_at, evidence_id from evidence_item where tenant_id = @TenantId and evidence_id = @after))
        order by added_at desc, evidence_id desc
        limit @limit;
        select count(*)::integer {Those}
        """;

    private const string OfItems =
        $"""
        {EvidenceContent.Select}
          join evidence_item item using (tenant_id, evidence_id)
        where tenant_id = @TenantId and evidence_id = any (@ids) and number = item.content_number;
        select {EvidenceAccess.OfAction}
        from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and action_id = any (@actionIds)
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
        var scope = TenantScope.Of(caller.TenantId);
        var access = new EvidenceAccess(caller);
        var (plan, inspection, actions) = await database.QueryMultipleAsync(
            scope,
            OfPlanOrAction,
            new { caller.TenantId, actionId, planId, access.Plans.SeesEveryAction },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                (await results.ReadAsync<Action>()).ToDictionary(action => action.ActionId)),
            context.CancellationToken);
        if (actionId is { } one)
        {
            access.Plans.Require(actions.GetValueOrDefault(one), inspection);
        }

        var of = access.Plans.Require(plan, inspection);
        var size = request.PageSize == 0 ? UsualPage : request.PageSize;
        var parameters = new DynamicParameters(new { caller.TenantId, of.PlanId, actionId, request.Withdrawn, after, limit = size + 1 });
        parameters.AddDynamicParams(access.ParametersOf([.. actions.Values.Where(access.Plans.Sees).Select(action => action.ActionId)]));
        var (page, total) = await database.QueryMultipleAsync(
            scope,
            PageOfThose,
            parameters,
            async results => ((await results.ReadAsync<EvidenceItem>()).ToArray(), await results.ReadSingleAsync<int>()),
            context.CancellationToken);
        var items = page[..Math.Min(page.Length, size)];
        var (contents, theirs) = await database.QueryMultipleAsync(
            scope,
            OfItems,
            new
            {
                caller.TenantId,
                ids = items.Select(item => item.EvidenceId).ToArray(),
                actionIds = items.SelectMany(item => item.ActionIds).Distinct().ToArray(),
            },
            async results => (
                (await results.ReadAsync<EvidenceContent>()).ToDictionary(content => content.EvidenceId),
                (await results.ReadAsync<Action>()).ToDictionary(action => action.ActionId)),
            context.CancellationToken);
        return new V1.ListEvidenceReply
        {
            Items =
            {
                items.Select(item => Record(access, new(item, [contents[item.EvidenceId]], [.. item.ActionIds.Select(id => theirs[id])], inspection, of))),
            },
            NextPageToken = page.Length > size ? items[^1].EvidenceId.ToString() : "",
            Total = total,
        };
    }
}
