using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private const int LargestPage = 100;
    private const int LargestPageInShort = 1000;
    private const int LongestWords = 200;
    private const int LongestInShort = 60;

    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListActionsReply> ListActions(V1.ListActionsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var planId = Ids.Parse("action plan", request.PlanId);
        var largest = request.InShort ? LargestPageInShort : LargestPage;
        new RequestCheck()
            .That(request.PageSize >= 0 && request.PageSize <= largest, "page_size", $"A page holds 1 to {largest} actions.")
            .That(request.Page >= 0, "page", "Pages are counted from 1.")
            .That(request.Words.Length <= LongestWords, "words", $"Search for words of {LongestWords} characters or fewer.")
            .ThrowIfRefused();
        var (plan, inspection, listed) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection.phase, inspection.reader_ids
            from action_plan join inspection using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId;
            select action_id, lead_agency_id, lead_body_id, joint_leads, supporting_agency_ids, owner_id, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and plan_id = @planId and (withdrawn_because <> '') = @Withdrawn
              and (not @OpenOnly or delivery not in (@Complete, @Closed))
              and not exists (
                select from unnest(@words) as word where position(word in lower(action.reference || ' ' || action.title)) = 0)
            order by reference = '', {ReferenceSeries.InOrder}, draft
            """,
            new
            {
                caller.TenantId,
                planId,
                request.Withdrawn,
                request.OpenOnly,
                V1.Delivery.Complete,
                Closed = V1.Delivery.ClosedWithoutCompletion,
                words = request.Words.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries),
            },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                await results.ReadAsync<Action>()),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        access.Require(plan, inspection);
        var lead = LeadText.Of(request.Lead);
        var seen = listed.Where(action => access.Sees(action, inspection!) && (lead.Length == 0 || action.AllLeads.Contains(lead))).Select(action => action.ActionId).ToList();
        var size = request.PageSize == 0 ? largest : request.PageSize;
        // As long: a far page of a large size is past the end, and no page of its own.
        var before = (int)Math.Min(seen.Count, (Math.Max(1, request.Page) - 1L) * size);
        var (actions, lastUpdates) = await ReadActionsAsync(caller.TenantId, [.. seen.Skip(before).Take(size)], context.CancellationToken);
        return new V1.ListActionsReply
        {
            Actions =
            {
                from action in actions
                let whole = action.ToProto(lastUpdates.GetValueOrDefault(action.ActionId))
                select request.InShort ? InShort(whole) : whole,
            },
            Total = seen.Count,
        };
    }

    private Task<(IReadOnlyList<Action> Actions, IReadOnlyDictionary<Guid, ActionUpdate> LastUpdates)> ReadActionsAsync(
        TenantId tenant, Guid[] ids, CancellationToken ct) => database.QueryMultipleAsync(
        TenantScope.Of(tenant),
        """
        select action.*, holder_id as post_holder_id
        from unnest(@ids) with ordinality as wanted (action_id, place) join action using (action_id)
        left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @tenant
        order by place;
        select newest.*
        from unnest(@ids) as wanted (action_id) cross join lateral (
          select * from action_update u where u.tenant_id = @tenant and u.action_id = wanted.action_id
          order by action_version desc limit 1) newest
        """,
        new { tenant, ids },
        async results => (
            (IReadOnlyList<Action>)[.. await results.ReadAsync<Action>()],
            (IReadOnlyDictionary<Guid, ActionUpdate>)(await results.ReadAsync<ActionUpdate>()).ToDictionary(update => update.ActionId)),
        ct);

    /// <summary>What a list, a count or a gap needs of it: whether there are words, and no more of them than a line.</summary>
    private static V1.Action InShort(V1.Action action)
    {
        (action.Description, action.OutcomeSought, action.SuccessMeasure) =
            (Cut(action.Description), Cut(action.OutcomeSought), Cut(action.SuccessMeasure));
        action.Assessment?.Reason = Cut(action.Assessment.Reason);
        action.Closing?.Reason = Cut(action.Closing.Reason);
        action.Pause?.Reason = Cut(action.Pause.Reason);
        action.LastUpdate = null;
        action.Coverage = null;
        action.Resources = null;
        action.DependsOn.Clear();
        action.Links.Clear();
        return action;

        // Never through a pair of surrogates.
        static string Cut(string text) => text.Length <= LongestInShort ? text : text[..(char.IsHighSurrogate(text[LongestInShort - 1]) ? LongestInShort - 1 : LongestInShort)];
    }
}
