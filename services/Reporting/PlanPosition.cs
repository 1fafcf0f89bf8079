namespace Jtai.Reporting;

/// <summary>
/// The counts of published actions per partnership, and per partnership and agency, for one day. Whoever changes actions takes
/// away what they counted and adds what they count then; a new day counts the partnership anew. Reading the counts costs the
/// same for 1,000 actions as for 20,000.
/// </summary>
internal static class PlanPosition
{
    private const string OfActions = "tenant_id = @TenantId and action_id = any (@ids)";
    private const string OfInspection = "tenant_id = @TenantId and inspection_id = @inspectionId";

    /// <summary>Parameters: <c>TenantId</c>, <c>ids</c> of actions, <c>today</c>. As all that changes counts: within the turn.</summary>
    public static string TakeAwayActions { get; } = Count(-1, OfActions);

    /// <inheritdoc cref="TakeAwayActions"/>
    public static string AddActions { get; } = Count(1, OfActions);

    /// <summary>Parameters: <c>TenantId</c>, <c>inspectionId</c>, <c>today</c>.</summary>
    public static string TakeAwayInspection { get; } = Count(-1, OfInspection);

    /// <inheritdoc cref="TakeAwayInspection"/>
    public static string AddInspection { get; } = Count(1, OfInspection);

    /// <summary>Counts partnerships anew, each in its turn. Parameters: <c>tenants</c> (within <c>app.tenants</c>), <c>today</c>.</summary>
    public static string CountAnew { get; } =
        """
        select count(pg_advisory_xact_lock(hashtextextended(tenant_id, 0)))::int
        from (select unnest(@tenants) as tenant_id order by 1) as in_one_order;
        delete from plan_position where tenant_id = any (@tenants);

        """ + Count(1, "tenant_id = any (@tenants)");

    // A claim of another's that this agency supports. Which agencies are one organisation is not known here: the register may come
    // later, and what was added must be what is taken away.
    private const string ToCheck =
        "delivery = 'AwaitingVerification' and lead_id = any (agency_ids) and agency_id <> all (array_prepend(lead_id, joint_lead_ids))";

    // Where the counts are of another day, they keep the earlier one: whoever reads them later counts anew.
    private static string Count(int each, string which) =>
        $"""
        insert into plan_position (tenant_id, agency_id, position_on, {Counted.Columns}, to_check, last_update_at)
        select tenant_id, agency_id, @today, {Counted.Sums(each)},
          coalesce(sum({each}) filter (where agency_id <> '' and {ToCheck}), 0)::int, max(last_update_at)
        from listed_action
        cross join unnest(array_prepend('', agency_ids)) as agency_id
        cross join timeliness_on(timeliness_by_stage, due_soon_from, due_on, next_milestone_due_on, @today) as timeliness
        where {which} and embargoed_to is null
        group by tenant_id, agency_id
        on conflict (tenant_id, agency_id) do update
        set {Counted.Added("plan_position")}, to_check = plan_position.to_check + excluded.to_check,
          last_update_at = greatest(plan_position.last_update_at, excluded.last_update_at),
          position_on = least(plan_position.position_on, excluded.position_on);

        """;
}
