using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>
/// Whose turn it is, for each kind of record: one condition each, over what the policies show the reader. Parameters: those of
/// <see cref="Worker"/>.
/// </summary>
internal static class WorkLists
{
    private const string NameOf = "coalesce(agency.name, body.name, r.called)";

    private const string Registered =
        """
        left join agency on agency.tenant_id = 'platform' and agency.agency_id = r.called
        left join body on body.tenant_id = 'platform' and body.body_id = r.called
        """;

    private const string OfStatement =
        "join statement s on s.tenant_id = r.tenant_id and s.statement_id = r.part_of and s.state = 'BeingPrepared'";

    private const string OfAction = "join listed_action a on a.tenant_id = r.tenant_id and r.action_ids @> array[a.action_id]";

    private const string CountsOn = "coalesce(s.later_due_on, s.printed_due_on)";

    // Whom the reader stands in for, where it is not their own.
    private const string OwnerStoodInFor = "case when a.owner_id = any (@owners) then nullif(a.owner_id, @person) end";

    /// <summary>On <c>a</c>, an action: the person leads for an agency that leads it.</summary>
    public const string LedByAgency = "(@leadsForAgency and @agency = any (array_prepend(a.lead_id, a.joint_lead_ids)))";

    /// <summary>
    /// Open actions: all that the person owns; of those that their agency leads, what asks for its lead; and what was paused until
    /// now. What waits for its second check waits for somebody else.
    /// </summary>
    private const string Actions =
        $"""
        select 'Action' as kind, because, a.tenant_id, a.action_id, null::uuid as statement_id, a.action_id as record_id, a.reference,
          a.title as called, coalesce(a.paused_until, a.due_on, a.next_review_on) as due_on, null::uuid as person_id, a.last_update_at as at,
          coalesce({OwnerStoodInFor}, case
            when a.owner_id is not distinct from @person then null when {LedByAgency} then @leadsFor else @managesFor end) as deputy_for
        from listed_action a
        cross join timeliness_on(a.timeliness_by_stage, a.due_soon_from, a.due_on, a.next_milestone_due_on, @today) as timeliness
        cross join lateral (
          select a.owner_id is null and a.owner_post_id is null as without_owner,
            coalesce((a.last_update_at at time zone 'Europe/London')::date < @today - @updateDays, true) as without_update) as lacks
        cross join lateral (select array_remove(array[
          case when timeliness = 'Paused' then 'PauseToReview' end,
          case when timeliness in ('Overdue', 'AtRisk', 'DueSoon') then timeliness end,
          case when without_owner then 'WithoutOwner' end,
          case when without_update and timeliness <> 'Paused' then 'WithoutUpdate' end,
          case when a.owner_id = any (@owners) then 'YouOwnIt' when {LedByAgency} then 'YourAgencyLeadsIt' end], null) as because) as why
        where a.tenant_id = any (@tenants) and a.delivery not in ('Complete', 'ClosedWithoutCompletion', 'AwaitingVerification')
          and case
            when timeliness = 'Paused' then a.paused_until <= @today and (a.owner_id = any (@owners) or @manages or {LedByAgency})
            else a.owner_id = any (@owners)
              or ({LedByAgency} and (timeliness in ('Overdue', 'AtRisk') or without_owner or without_update))
          end
        """;

    private const string Milestones =
        $"""
        select 'Milestone', array[
            case when r.due_on < @today then 'Overdue' else 'DueSoon' end,
            case when a.owner_id = any (@owners) then 'YouOwnIt' else 'YourAgencyLeadsIt' end],
          r.tenant_id, a.action_id, null, r.id, a.reference, r.called, r.due_on, null, null,
          case when a.owner_id is null then @leadsFor else {OwnerStoodInFor} end
        from record r {OfAction}
        where r.tenant_id = any (@tenants) and r.kind = 'milestone' and r.standing = 'Open'
          and r.due_on <= @today + due_soon_days_of(r.tenant_id) and a.paused_until is null
          and a.delivery not in ('Complete', 'ClosedWithoutCompletion', 'AwaitingVerification')
          and (a.owner_id = any (@owners) or (a.owner_id is null and {LedByAgency}))
        """;

    private const string Returns =
        $"""
        select 'AgencyReturn', array_remove(array[
            case when r.standing = 'Returned' then 'ToAccept' when r.standing = 'SentBack' then 'SentBack' end,
            case when r.standing <> 'Returned' and r.due_on < @today then 'Overdue' end,
            case when r.standing <> 'Returned' then 'AskedOfYourAgency' end], null),
          r.tenant_id, null, r.part_of, r.id, '', {NameOf}, case when r.standing <> 'Returned' then r.due_on end, r.person_id, r.at,
          case when r.standing = 'Returned' then @managesFor else @leadsFor end
        from record r {OfStatement} {Registered}
        where r.tenant_id = any (@tenants) and r.kind = 'return'
          and ((@leadsForAgency and @agency = any (r.agency_ids) and r.standing in ('Asked', 'SentBack'))
            or (@manages and r.standing = 'Returned'))
        """;

    private const string Sections =
        $"""
        select 'Section', array['YouAreAuthor'], r.tenant_id, null, r.part_of, r.id, '', r.called, {CountsOn}, null, null,
          nullif(r.owner_id, @person)
        from record r {OfStatement}
        where r.tenant_id = any (@tenants) and r.kind = 'section' and r.owner_id = any (@authors) and r.standing = 'NotWritten'
        """;

    // The manager answers what is on the whole, on an action, or on a section without an author.
    private const string Comments =
        $"""
        select 'Comment', array_remove(array[
            case when r.owner_id = any (@authors) then 'CommentOnYours' end,
            case when r.action_ids = array[]::uuid[] or @manages then 'ToAnswer' end], null),
          r.tenant_id, r.action_ids[1], r.part_of, r.id, coalesce(a.reference, ''), coalesce(section.called, a.title, ''), {CountsOn}, r.person_id, r.at,
          case when r.owner_id = any (@authors) then nullif(r.owner_id, @person) else @managesFor end
        from record r {OfStatement}
        left join listed_action a on a.tenant_id = r.tenant_id and a.action_id = r.action_ids[1]
        left join record section on section.tenant_id = r.tenant_id and section.kind = 'section' and section.id = r.about
        where r.tenant_id = any (@tenants) and r.kind = 'comment' and r.standing = 'Open' and r.person_id is distinct from @person
          and (r.owner_id = any (@authors) or (@manages and (section.id is null or r.owner_id is null)))
        """;

    private const string SignOffs =
        $"""
        select 'SignOff', array['ToSignOff'], s.tenant_id, null, s.statement_id, null, '', coalesce(agency.name, @agency), {CountsOn}, null, null,
          case s.sign_off_rule when 'Delegates' then @delegatesFor else @leadPartnersFor end
        from statement s join partnership p on p.tenant_id = s.tenant_id
        left join agency on agency.tenant_id = 'platform' and agency.agency_id = @agency
        where s.tenant_id = any (@tenants) and s.state = 'BeingPrepared' and s.drafts > 0 and s.sign_off_rule = any (@signsUnder)
          and @agency = any (p.safeguarding_partner_ids) and admits('app.plan_tenants', s.tenant_id)
          and @agency <> all (signed_off_by(s.tenant_id, s.statement_id))
        """;

    private const string DateRequests =
        $"""
        select 'DateRequest', array['ToDecide'], r.tenant_id, a.action_id, null, r.id, a.reference, a.title, a.due_on, r.person_id, r.at, @managesFor
        from record r {OfAction}
        where r.tenant_id = any (@tenants) and r.kind = 'date_request' and r.standing = 'Waiting' and @manages
        """;

    private const string Clearances =
        """
        select 'Clearances', array['ClearancesOpen'], r.tenant_id, null, r.id, r.id, '', r.called, r.due_on, null, null, @managesFor
        from record r
        where r.tenant_id = any (@tenants) and r.kind = 'statement' and r.standing = 'BeingPrepared' and r.called <> '' and @manages
        """;

    private const string FailedSendings =
        $"""
        select 'Sending', array['SendingFailed'], r.tenant_id, null, r.part_of, r.id, '', '', {CountsOn}, r.person_id, r.at,
          case when r.person_id <> @person then @managesFor end
        from record r join statement s on s.tenant_id = r.tenant_id and s.statement_id = r.part_of
        where r.tenant_id = any (@tenants) and r.kind = 'sending' and r.standing = 'Failed' and (@manages or r.person_id = @person)
        """;

    private const string ReturnsAskedFor =
        $"""
        select 'AgencyReturn' as kind, array_remove(array[case when r.due_on < @today then 'Overdue' end, 'YouAsked'], null) as because,
          r.tenant_id, null::uuid as action_id, r.part_of as statement_id, r.id as record_id, '' as reference, {NameOf} as called, r.due_on,
          r.person_id, r.at, null::uuid as deputy_for
        from record r {OfStatement} {Registered}
        where r.tenant_id = any (@tenants) and r.kind = 'return' and r.standing in ('Asked', 'SentBack') and @manages
        """;

    private const string SectionsAskedFor =
        $"""
        select 'Section', array['YouAsked'], r.tenant_id, null, r.part_of, r.id, '', r.called, {CountsOn}, r.owner_id, null, null
        from record r {OfStatement}
        where r.tenant_id = any (@tenants) and r.kind = 'section' and r.owner_id is distinct from @person and r.owner_id is not null
          and r.standing = 'NotWritten' and @manages
        """;

    private const string SignOffsAskedFor =
        $"""
        select 'SignOff', array['YouAsked'], s.tenant_id, null, s.statement_id, null, '', coalesce(agency.name, partner), {CountsOn}, null, null, null
        from statement s join partnership p on p.tenant_id = s.tenant_id cross join unnest(p.safeguarding_partner_ids) as partner
        left join agency on agency.tenant_id = 'platform' and agency.agency_id = partner
        where s.tenant_id = any (@tenants) and s.state = 'BeingPrepared' and s.drafts > 0 and s.sign_off_rule in ('Delegates', 'Leads')
          and @manages and partner <> all (signed_off_by(s.tenant_id, s.statement_id))
        """;

    private const string DatesAskedFor =
        $"""
        select 'DateRequest', array['YouAsked'], r.tenant_id, a.action_id, null, r.id, a.reference, a.title, a.due_on, r.person_id, r.at, null
        from record r {OfAction}
        where r.tenant_id = any (@tenants) and r.kind = 'date_request' and r.standing = 'Waiting' and r.person_id = @person
        """;

    private const string CommentsMade =
        $"""
        select 'Comment', array['YouAsked'], r.tenant_id, r.action_ids[1], r.part_of, r.id, coalesce(a.reference, ''),
          coalesce(section.called, a.title, ''), {CountsOn}, r.person_id, r.at, null
        from record r {OfStatement}
        left join listed_action a on a.tenant_id = r.tenant_id and a.action_id = r.action_ids[1]
        left join record section on section.tenant_id = r.tenant_id and section.kind = 'section' and section.id = r.about
        where r.tenant_id = any (@tenants) and r.kind = 'comment' and r.standing = 'Open' and r.person_id = @person
        """;

    private const string DoneBy =
        $"""
        select case r.kind when 'update' then 'Update' when 'milestone' then 'Milestone' when 'section' then 'Section'
            when 'return' then 'AgencyReturn' when 'comment' then 'Comment' when 'sign_off' then 'SignOff'
            when 'date_request' then 'DateRequest' else 'Sending' end as kind,
          array['DoneByYou'] as because, r.tenant_id, a.action_id, r.part_of as statement_id, r.id as record_id,
          coalesce(a.reference, '') as reference, coalesce({NameOf}, a.title, '') as called, null::date as due_on, r.person_id, r.at, null::uuid as deputy_for
        from record r {Registered}
        left join listed_action a on a.tenant_id = r.tenant_id and a.action_id = r.action_ids[1]
        where r.tenant_id = any (@tenants) and r.person_id = @person and r.at > @today - interval '30 days'
          and r.kind in ('update', 'milestone', 'section', 'return', 'comment', 'sign_off', 'date_request', 'sending')
          and coalesce(r.standing, '') <> 'TakenBack'
        """;

    /// <summary>
    /// Who owns what is overdue of what the agency leads or supports; nobody is an owner too, and so is a post that nobody holds.
    /// </summary>
    public const string OverdueByOwner =
        """
        select owner_id, owner_name, case when owner_id is null then owner_post else '' end as owner_post, count(*)::int as overdue,
          min(due_on) as earliest, (array_agg(distinct tenant_id order by tenant_id))[:20] as tenants
        from action_list
        cross join timeliness_on(timeliness_by_stage, due_soon_from, due_on, next_milestone_due_on, @today) as timeliness
        where tenant_id = any (@tenants) and timeliness = 'Overdue' and @agency = any (agency_ids)
        group by 1, 2, 3 order by overdue desc, earliest, owner_name limit 20
        """;

    private static readonly Dictionary<WorkList, string[]> All = new()
    {
        [WorkList.ToDo] = [Actions, Milestones, Returns, Sections, Comments, SignOffs, DateRequests, Clearances, FailedSendings, .. ProofWork.ToDo],
        [WorkList.WaitingOnOthers] = [ReturnsAskedFor, SectionsAskedFor, SignOffsAskedFor, DatesAskedFor, CommentsMade, .. ProofWork.WaitingOnOthers],
        [WorkList.Done] = [DoneBy, .. ProofWork.DoneBy],
    };

    /// <summary>One page of a list, as rows of <see cref="WorkItemRow"/>.</summary>
    public static string Page(WorkList list) =>
        $"""
        select item.*, partnership.name as partnership_name, coalesce(person.name, '') as by,
          coalesce(principal.name, '') as deputy_for_name, count(*) over () as total
        from ({string.Join("\nunion all\n", All[list])}) as item
        join partnership on partnership.tenant_id = item.tenant_id
        left join person on person.tenant_id = 'platform' and person.person_id = item.person_id
        left join person principal on principal.tenant_id = 'platform' and principal.person_id = item.deputy_for
        where @dueBy::date is null or due_on <= @dueBy
        order by {(list == WorkList.Done ? "at desc" : "due_on nulls last, at nulls last")}, partnership_name, reference, record_id, called
        limit @pageSize offset @offset
        """;
}
