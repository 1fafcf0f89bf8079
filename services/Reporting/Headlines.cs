namespace Jtai.Reporting;

/// <summary>
/// The counts of published actions per partnership, and per partnership and agency, for one day. A change moves them by one;
/// a new day or a lifted embargo counts the partnership anew. Reading them costs the same for 1,000 actions as for 20,000.
/// </summary>
internal static class Headlines
{
    /// <summary>
    /// Lets one at a time change what stands under a partnership's embargoes or count it, so that each sees what the one before
    /// has left: two publishers' streams are applied side by side, and readers count too. Parameter: <c>TenantId</c>.
    /// </summary>
    public const string InTurn =
        """
        select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));

        """;

    /// <summary>Counts partnerships from their actions. Parameters: <c>tenants</c> (within <c>app.tenants</c>), <c>today</c>.</summary>
    public const string CountAnew =
        """
        select count(pg_advisory_xact_lock(hashtextextended(tenant_id, 0)))::int
        from (select unnest(@tenants) as tenant_id order by 1) as counted_by_one_at_a_time;
        delete from headline where tenant_id = any (@tenants);
        delete from own_headline where tenant_id = any (@tenants);
        insert into headline (tenant_id, position_on, actions, complete, awaiting, overdue, at_risk, on_track, closed, due_soon, last_update_at)
        select tenant_id, @today, count(*),
          count(*) filter (where counted = 'complete'), count(*) filter (where counted = 'awaiting'),
          count(*) filter (where counted = 'overdue'), count(*) filter (where counted = 'at_risk'),
          count(*) filter (where counted = 'on_track'), count(*) filter (where counted = 'closed'),
          count(*) filter (where is_due_soon(delivery, due_on, @today)), max(last_update_at)
        from plan_action cross join lateral count_as(delivery, due_on, date_achievable, @today) as counted
        where tenant_id = any (@tenants) and embargoed_to is null
        group by tenant_id;
        insert into own_headline (tenant_id, agency_id, position_on, actions, complete, awaiting, overdue, at_risk, on_track, closed, due_soon, last_update_at)
        select tenant_id, agency_id, @today, count(*),
          count(*) filter (where counted = 'complete'), count(*) filter (where counted = 'awaiting'),
          count(*) filter (where counted = 'overdue'), count(*) filter (where counted = 'at_risk'),
          count(*) filter (where counted = 'on_track'), count(*) filter (where counted = 'closed'),
          count(*) filter (where is_due_soon(delivery, due_on, @today)), max(last_update_at)
        from plan_action cross join lateral unnest(agency_ids) as agency_id
          cross join lateral count_as(delivery, due_on, date_achievable, @today) as counted
        where tenant_id = any (@tenants) and embargoed_to is null
        group by tenant_id, agency_id
        """;

    /// <summary>
    /// Keeps the actions that are newer, and moves the counts from what they were to what they are. Counts that another day went
    /// into keep the earlier day: whoever reads them later counts anew. Parameters: <c>TenantId</c>, <c>Today</c> and
    /// <c>Actions</c>, a JSON array of <see cref="KeptAction"/>, each action once. Gives the actions whose updates other people
    /// may see now: a new one's, since of a compacted stream its newest state alone is left, behind its updates; and those
    /// where an agency came or left or the embargo has changed.
    /// </summary>
    public const string KeepActions =
        """
        with incoming as materialized (
          select * from jsonb_to_recordset(@Actions::jsonb) as action (
            action_id uuid, inspection_id uuid, reference text, title text, description text, outcome_sought text,
            success_measure text, theme text, finding_ids uuid[], lead_id text, agency_ids text[], owner_id uuid,
            original_due_on date, due_on date, next_review_on date, delivery text, date_achievable boolean, updates int,
            date_changes int, last_update_at timestamptz, changed_at timestamptz, changed_by uuid, change text, version bigint)
        ), was as materialized (
          select action_id, agency_ids, delivery, due_on, date_achievable, embargoed_to
          from plan_action where tenant_id = @TenantId and action_id in (select action_id from incoming)
        ), kept as (
          insert into plan_action (tenant_id, action_id, inspection_id, embargoed_to, reference, title, description,
            outcome_sought, success_measure, theme, finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on,
            next_review_on, delivery, date_achievable, updates, date_changes, last_update_at, changed_at, changed_by, change, version)
          select @TenantId, action_id, incoming.inspection_id,
            case when inspection.inspection_id is null then '{}' else inspection.embargoed_to end,
            reference, title, description, outcome_sought, success_measure, theme, finding_ids, lead_id, agency_ids,
            owner_id, original_due_on, due_on, next_review_on, delivery, date_achievable,
            updates, date_changes, last_update_at, changed_at, changed_by, change, incoming.version
          from incoming
          left join inspection on inspection.tenant_id = @TenantId and inspection.inspection_id = incoming.inspection_id
          on conflict (tenant_id, action_id) do update
          set inspection_id = excluded.inspection_id, embargoed_to = excluded.embargoed_to, title = excluded.title,
            description = excluded.description, outcome_sought = excluded.outcome_sought,
            success_measure = excluded.success_measure, theme = excluded.theme, finding_ids = excluded.finding_ids,
            lead_id = excluded.lead_id, agency_ids = excluded.agency_ids, owner_id = excluded.owner_id,
            original_due_on = excluded.original_due_on, due_on = excluded.due_on, next_review_on = excluded.next_review_on,
            delivery = excluded.delivery, date_achievable = excluded.date_achievable, updates = excluded.updates,
            date_changes = excluded.date_changes, last_update_at = excluded.last_update_at,
            changed_at = excluded.changed_at, changed_by = excluded.changed_by,
            change = excluded.change, version = excluded.version
          where plan_action.version < excluded.version
          returning action_id, agency_ids, delivery, due_on, date_achievable, embargoed_to, last_update_at
        ), moved as (
          select -1 as n, agency_ids, count_as(delivery, due_on, date_achievable, @Today) as counted,
            is_due_soon(delivery, due_on, @Today) as due_soon, null::timestamptz as last_update_at
          from was where embargoed_to is null and action_id in (select action_id from kept)
          union all
          select 1, agency_ids, count_as(delivery, due_on, date_achievable, @Today), is_due_soon(delivery, due_on, @Today), last_update_at
          from kept where embargoed_to is null
        ), whole as (
          insert into headline as h (tenant_id, position_on, actions, complete, awaiting, overdue, at_risk, on_track, closed, due_soon, last_update_at)
          select @TenantId, @Today, sum(n),
            coalesce(sum(n) filter (where counted = 'complete'), 0), coalesce(sum(n) filter (where counted = 'awaiting'), 0),
            coalesce(sum(n) filter (where counted = 'overdue'), 0), coalesce(sum(n) filter (where counted = 'at_risk'), 0),
            coalesce(sum(n) filter (where counted = 'on_track'), 0), coalesce(sum(n) filter (where counted = 'closed'), 0),
            coalesce(sum(n) filter (where due_soon), 0), max(last_update_at)
          from moved having count(*) > 0
          on conflict (tenant_id) do update
          set actions = h.actions + excluded.actions, complete = h.complete + excluded.complete,
            awaiting = h.awaiting + excluded.awaiting, overdue = h.overdue + excluded.overdue,
            at_risk = h.at_risk + excluded.at_risk, on_track = h.on_track + excluded.on_track,
            closed = h.closed + excluded.closed, due_soon = h.due_soon + excluded.due_soon,
            last_update_at = greatest(h.last_update_at, excluded.last_update_at),
            position_on = least(h.position_on, excluded.position_on)
        ), by_agency as (
          insert into own_headline as h (tenant_id, agency_id, position_on, actions, complete, awaiting, overdue, at_risk, on_track, closed, due_soon, last_update_at)
          select @TenantId, agency_id, @Today, sum(n),
            coalesce(sum(n) filter (where counted = 'complete'), 0), coalesce(sum(n) filter (where counted = 'awaiting'), 0),
            coalesce(sum(n) filter (where counted = 'overdue'), 0), coalesce(sum(n) filter (where counted = 'at_risk'), 0),
            coalesce(sum(n) filter (where counted = 'on_track'), 0), coalesce(sum(n) filter (where counted = 'closed'), 0),
            coalesce(sum(n) filter (where due_soon), 0), max(last_update_at)
          from moved cross join lateral unnest(agency_ids) as agency_id
          group by agency_id
          on conflict (tenant_id, agency_id) do update
          set actions = h.actions + excluded.actions, complete = h.complete + excluded.complete,
            awaiting = h.awaiting + excluded.awaiting, overdue = h.overdue + excluded.overdue,
            at_risk = h.at_risk + excluded.at_risk, on_track = h.on_track + excluded.on_track,
            closed = h.closed + excluded.closed, due_soon = h.due_soon + excluded.due_soon,
            last_update_at = greatest(h.last_update_at, excluded.last_update_at),
            position_on = least(h.position_on, excluded.position_on)
        )
        select kept.action_id from kept left join was using (action_id)
        where was.action_id is null or was.agency_ids <> kept.agency_ids or was.embargoed_to is distinct from kept.embargoed_to
        """;

    /// <summary>
    /// Lets each agency that takes part have the actions as they are now, and nobody else. Parameters: <c>TenantId</c>,
    /// <c>ActionIds</c>.
    /// </summary>
    public const string ShareActions =
        """
        delete from own_action where tenant_id = @TenantId and action_id = any (@ActionIds);
        insert into own_action (tenant_id, agency_id, action_id, inspection_id, embargoed_to, reference, title, description,
          outcome_sought, success_measure, theme, finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on,
          next_review_on, delivery, date_achievable, updates, date_changes, last_update_at, changed_at, changed_by, change, version)
        select tenant_id, agency_id, action_id, inspection_id, embargoed_to, reference, title, description,
          outcome_sought, success_measure, theme, finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on,
          next_review_on, delivery, date_achievable, updates, date_changes, last_update_at, changed_at, changed_by, change, version
        from plan_action cross join lateral unnest(agency_ids) as agency_id
        where tenant_id = @TenantId and action_id = any (@ActionIds)
        """;

    /// <summary>The same for the updates of the actions in <c>Reshared</c>.</summary>
    public const string ShareUpdates =
        """
        update plan_update set embargoed_to = plan_action.embargoed_to from plan_action
        where plan_action.tenant_id = @TenantId and plan_action.action_id = any (@Reshared)
          and plan_update.tenant_id = plan_action.tenant_id and plan_update.action_id = plan_action.action_id
          and plan_update.embargoed_to is distinct from plan_action.embargoed_to;
        delete from own_update where tenant_id = @TenantId and action_id = any (@Reshared);
        insert into own_update
        select plan_update.*, agency_id from plan_update
        join plan_action using (tenant_id, action_id) cross join lateral unnest(agency_ids) as agency_id
        where tenant_id = @TenantId and action_id = any (@Reshared)
        """;
}

/// <summary>An action as <see cref="Headlines.KeepActions"/> takes it; properties as the columns of <c>plan_action</c>.</summary>
internal sealed record KeptAction
{
    public required Guid ActionId { get; init; }
    public required Guid InspectionId { get; init; }
    public required string Reference { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required string OutcomeSought { get; init; }
    public required string SuccessMeasure { get; init; }
    public required string Theme { get; init; }
    public required IEnumerable<Guid> FindingIds { get; init; }
    public required string LeadId { get; init; }
    public required IEnumerable<string> AgencyIds { get; init; }
    public required Guid? OwnerId { get; init; }
    public required DateOnly? OriginalDueOn { get; init; }
    public required DateOnly? DueOn { get; init; }
    public required DateOnly? NextReviewOn { get; init; }
    public required string Delivery { get; init; }
    public required bool DateAchievable { get; init; }
    public required int Updates { get; init; }
    public required int DateChanges { get; init; }
    public required DateTimeOffset? LastUpdateAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required Guid? ChangedBy { get; init; }
    public required string Change { get; init; }
    public required long Version { get; init; }
}
