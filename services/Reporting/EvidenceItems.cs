using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>How many items of evidence stand for each action, kept with it as lists show it.</summary>
internal static class EvidenceItems
{
    /// <summary>Counts anew. Parameters: <c>TenantId</c>, <c>ids</c> of actions.</summary>
    public const string Count =
        """
        update listed_action set evidence_items = counted.items, evidence_items_of_leads = counted.of_leads
        from (
          select action_id, count(item.action_id) filter (where audience <> 'NamedLeads')::int as items,
            count(item.action_id) filter (where audience = 'NamedLeads')::int as of_leads
          from unnest(@ids) as action_id
          left join (
            select of_item as action_id, r.audience from record r cross join unnest(r.action_ids) as of_item
            where r.tenant_id = @TenantId and r.kind = 'evidence_exists' and r.standing = 'Kept' and r.action_ids && @ids) as item using (action_id)
          group by action_id) as counted
        where listed_action.tenant_id = @TenantId and listed_action.action_id = counted.action_id
          and (evidence_items, evidence_items_of_leads) is distinct from (counted.items, counted.of_leads);

        """;

    /// <summary>Counts anew for these actions, within the turn.</summary>
    public static Task CountAsync(EventContext context, Guid[] actions) => actions.Length == 0
        ? Task.CompletedTask
        : context.ExecuteAsync(Records.InTurn + Count, new { context.TenantId, ids = actions });
}
