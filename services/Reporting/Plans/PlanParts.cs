using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>
/// Themes, shared causes, responses to findings and strengths that are kept: parts of a plan that show to whoever takes part in an
/// action under them, a strength also to its keeper.
/// </summary>
internal static class PlanParts
{
    /// <summary>Their kinds, as an array in SQL holds them.</summary>
    public const string Kinds = "'theme', 'cause', 'response', 'strength'";

    /// <summary>
    /// Takes the actions out of every part and puts each into those that it stands under now. The actions themselves are kept by
    /// then. Parameters: <c>TenantId</c>, <c>ids</c> of actions.
    /// </summary>
    public const string Share =
        $"""
        with part as materialized (
          select r.kind, r.id, r.own_agency_id, array(
            select member from unnest(r.action_ids) as member where member <> all (@ids)
            union
            select a.action_id from listed_action a
            where a.tenant_id = @TenantId and a.action_id = any (@ids)
              and case r.kind when 'theme' then a.theme_id = r.id when 'cause' then a.shared_cause_id = r.id else r.id = any (a.finding_ids) end
            order by 1) as action_ids
          from record r where r.tenant_id = @TenantId and r.kind = any (array[{Kinds}])
        ), shared as materialized (
          select part.*, array(
            select agency from listed_action a cross join unnest(a.agency_ids) as agency
            where a.tenant_id = @TenantId and a.action_id = any (part.action_ids)
            union
            select part.own_agency_id where part.own_agency_id is not null order by 1) as agency_ids
          from part
        )
        update record set action_ids = shared.action_ids, agency_ids = shared.agency_ids
        from shared
        where record.tenant_id = @TenantId and record.kind = shared.kind and record.id = shared.id
          and (record.action_ids, record.agency_ids) is distinct from (shared.action_ids, shared.agency_ids);

        """;

    private const string ActionsUnder =
        """
        select action_id from listed_action
        where tenant_id = @TenantId and (theme_id = any (@parts) or shared_cause_id = any (@parts) or finding_ids && @parts)
        """;

    /// <summary>Keeps parts of one kind, shared as their actions are.</summary>
    public static async Task ApplyAsync<TState>(
        EventContext context, string kind, IReadOnlyList<Received<TState>> received, Func<Received<TState>, Record> record)
    {
        await Records.ApplyAsync(context, kind, received, record);
        var parts = received.Select(part => Guid.Parse(part.AggregateId)).ToArray();
        Guid[] ids = [.. await context.QueryAsync<Guid>(ActionsUnder, new { context.TenantId, parts })];
        await context.ExecuteAsync(Records.InTurn + Share, new { context.TenantId, ids });
    }
}
