using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>
/// Evidence, audits, measures and voices: each may belong to several actions, and shows to whoever takes part in one of them or owns
/// one.
/// </summary>
internal static class OfSeveralActions
{
    /// <summary>Their kinds, as an array in SQL holds them.</summary>
    public const string Kinds = "'evidence', 'evidence_exists', 'audit', 'impact', 'voice'";

    /// <summary>Shares anew all of a partnership, after the actions that they belong to. Parameter: <c>TenantId</c>.</summary>
    public const string ShareAll = Those + Shared + Followers.ShareAll;

    private const string Those =
        $"""
        with those as materialized (
          select r.kind, r.id, r.action_ids from record r where r.tenant_id = @TenantId and r.kind = any (array[{Kinds}])
        """;

    private const string Shared =
        """
        ), shared as materialized (
          select those.kind, those.id, array(
            select distinct agency from listed_action a cross join unnest(a.agency_ids) as agency
            where a.tenant_id = @TenantId and a.action_id = any (those.action_ids) order by 1) as agency_ids, array(
            select distinct a.owner_id from listed_action a
            where a.tenant_id = @TenantId and a.action_id = any (those.action_ids) and a.owner_id is not null order by 1) as action_owner_ids
          from those
        )
        update record set agency_ids = shared.agency_ids, action_owner_ids = shared.action_owner_ids
        from shared
        where record.tenant_id = @TenantId and record.kind = shared.kind and record.id = shared.id
          and (record.agency_ids, record.action_owner_ids) is distinct from (shared.agency_ids, shared.action_owner_ids);

        """;

    /// <summary>Shares anew what belongs to one of these actions, with its parts. Parameters: <c>TenantId</c>, <c>ids</c> of actions.</summary>
    public const string Share = Those + " and r.action_ids && @ids" + Shared + Followers.ShareOfActions;

    /// <summary>Keeps records of one kind, shared as their actions are.</summary>
    public static async Task ApplyAsync<TState>(
        EventContext context, string kind, IReadOnlyList<Received<TState>> received, Func<Received<TState>, Record> record)
    {
        await Records.ApplyAsync(context, kind, received, record);
        Guid[] ids = [.. received.Where(one => !one.Erased).SelectMany(one => record(one).ActionIds ?? []).Distinct()];
        if (ids.Length > 0)
        {
            await context.ExecuteAsync(Records.InTurn + Share, new { context.TenantId, ids });
        }
    }
}
