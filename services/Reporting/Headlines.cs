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
    /// Keeps an action if it is newer, and moves the counts from what it was to what it is. Counts that another day went into
    /// keep the earlier day: whoever reads them later counts anew.
    /// </summary>
    public const string KeepAction =
        InTurn +
        """
        with was as (
          select agency_ids, delivery, due_on, date_achievable, embargoed_to, updates, date_changes
          from plan_action where tenant_id = @TenantId and action_id = @ActionId
        ), kept as (
          insert into plan_action (tenant_id, action_id, inspection_id, embargoed_to, reference, title, description,
            outcome_sought, success_measure, theme, finding_ids, lead_id, agency_ids, owner_id, original_due_on, due_on,
            next_review_on, delivery, date_achievable, updates, date_changes, last_update_at, changed_at, change, version)
          select @TenantId, @ActionId, @InspectionId,
            case when inspection.inspection_id is null then '{}' else inspection.embargoed_to end,
            @Reference, @Title, @Description, @OutcomeSought, @SuccessMeasure, @Theme, @FindingIds, @LeadId, @AgencyIds,
            @OwnerId, @OriginalDueOn, @DueOn, @NextReviewOn, @Delivery, @DateAchievable, @Updates, @DateChanges,
            @LastUpdateAt, @At,
            case
              when @Version = 1 then 'Action added'
              -- The first version that came here is a later one: the stream had been compacted.
              when not exists (select from was) then 'Action changed'
              when @Updates > (select updates from was) then 'Progress recorded'
              when @DateChanges > (select date_changes from was) then 'Due date moved'
              else 'Action described anew'
            end,
            @Version
          from (select) as one
          left join inspection on inspection.tenant_id = @TenantId and inspection.inspection_id = @InspectionId
          on conflict (tenant_id, action_id) do update
          set inspection_id = excluded.inspection_id, embargoed_to = excluded.embargoed_to, title = excluded.title,
            description = excluded.description, outcome_sought = excluded.outcome_sought,
            success_measure = excluded.success_measure, theme = excluded.theme, finding_ids = excluded.finding_ids,
            lead_id = excluded.lead_id, agency_ids = excluded.agency_ids, owner_id = excluded.owner_id,
            original_due_on = excluded.original_due_on, due_on = excluded.due_on, next_review_on = excluded.next_review_on,
            delivery = excluded.delivery, date_achievable = excluded.date_achievable, updates = excluded.updates,
            date_changes = excluded.date_changes, last_update_at = excluded.last_update_at,
            changed_at = excluded.changed_at, change = excluded.change, version = excluded.version
          where plan_action.version < excluded.version
          returning agency_ids, delivery, due_on, date_achievable, embargoed_to, last_update_at
        ), moved as (
          select -1 as n, agency_ids, count_as(delivery, due_on, date_achievable, @Today) as counted,
            is_due_soon(delivery, due_on, @Today) as due_soon, null::timestamptz as last_update_at
          from was where embargoed_to is null and exists (select from kept)
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
        )
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
          position_on = least(h.position_on, excluded.position_on);
        """;

    /// <summary>
    /// Lets each agency that takes part have the action as it is now with its updates, and nobody else. Updates may have come
    /// first: of a compacted stream, an action's newest state alone is left, behind them.
    /// </summary>
    public const string ShareAction =
        """
        delete from own_action where tenant_id = @TenantId and action_id = @ActionId;
        insert into own_action
        select plan_action.*, agency_id from plan_action cross join lateral unnest(agency_ids) as agency_id
        where tenant_id = @TenantId and action_id = @ActionId;
        update plan_update set embargoed_to = plan_action.embargoed_to from plan_action
        where plan_action.tenant_id = @TenantId and plan_action.action_id = @ActionId
          and plan_update.tenant_id = plan_action.tenant_id and plan_update.action_id = plan_action.action_id
          and plan_update.embargoed_to is distinct from plan_action.embargoed_to;
        delete from own_update using plan_action
        where plan_action.tenant_id = @TenantId and plan_action.action_id = @ActionId
          and own_update.tenant_id = plan_action.tenant_id and own_update.action_id = plan_action.action_id
          and (own_update.agency_id <> all (plan_action.agency_ids)
            or own_update.embargoed_to is distinct from plan_action.embargoed_to);
        insert into own_update
        select plan_update.*, agency_id from plan_update
        join plan_action using (tenant_id, action_id) cross join lateral unnest(agency_ids) as agency_id
        where tenant_id = @TenantId and action_id = @ActionId
        on conflict do nothing
        """;
}
