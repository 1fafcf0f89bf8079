namespace Jtai.Reporting;

/// <summary>What somebody's work holds of evidence and assurance: parts of <see cref="WorkLists"/>, with their columns.</summary>
internal static class ProofWork
{
    // Who asked for them did not make them done: neither the owner nor who claimed it checks, and one organisation not itself.
    private const string Checks =
        """
        select 'SecondCheck', array['ToCheck'], a.tenant_id, a.action_id, null, a.action_id, a.reference, a.title, null::date, a.claimed_by,
          a.last_update_at, null
        from listed_action a
        where a.tenant_id = any (@tenants) and a.delivery = 'AwaitingVerification'
          and a.owner_id is distinct from @person and a.claimed_by is distinct from @person
          and (@checksInSittings or (
            (@checks or (@checksForAgency and @agency = any (a.agency_ids)))
            and may_check(@agency, a.lead_id, a.joint_lead_ids, a.agency_ids)))
        """;

    private const string Files =
        """
        select 'Evidence', array['FileToMend'], r.tenant_id, null, null, r.id, '', r.called, null, null, r.at, null
        from record r
        where r.tenant_id = any (@tenants) and r.kind = 'evidence' and r.standing in ('NeedsAReason', 'Refused') and r.author_id = @person
        """;

    private const string Audits =
        """
        select 'Audit', array[case when r.due_on < @today then 'Overdue' else 'DueSoon' end], r.tenant_id, null, null, r.id, '', r.called,
          r.due_on, null, null, null
        from record r
        where r.tenant_id = any (@tenants) and r.kind = 'audit' and r.standing = 'Planned'
          and r.due_on <= @today + due_soon_days_of(r.tenant_id) and @manages
        """;

    private const string Measures =
        $"""
        select 'ImpactMeasure', array['Overdue', case when part.owns then 'YouOwnIt' else 'YourAgencyLeadsIt' end], r.tenant_id, null, null,
          r.id, '', r.called, r.due_on, null, null, null
        from record r
        cross join lateral (
          select coalesce(bool_or(a.owner_id = @person), false) as owns, coalesce(bool_or({WorkLists.LedByAgency}), false) as leads
          from listed_action a where a.tenant_id = r.tenant_id and a.action_id = any (r.action_ids)) as part
        where r.tenant_id = any (@tenants) and r.kind = 'impact' and r.standing = 'Kept' and r.due_on < @today
          and (part.owns or part.leads)
        """;

    private const string Strengths =
        """
        select 'Strength', array_remove(array[
            case when r.due_on < @today then 'Overdue' else 'DueSoon' end,
            case when @leadsForAgency and r.own_agency_id = @agency then 'AskedOfYourAgency' end], null),
          r.tenant_id, null, null, r.id, coalesce(finding.called, ''), '', r.due_on, null, null, null
        from record r
        left join record finding on finding.tenant_id = r.tenant_id and finding.kind = 'finding' and finding.id = r.id
        where r.tenant_id = any (@tenants) and r.kind = 'strength' and r.due_on <= @today + due_soon_days_of(r.tenant_id)
          and (@manages or (@leadsForAgency and r.own_agency_id = @agency))
        """;

    private const string Challenges =
        """
        select 'Challenge', array_remove(array[case when r.due_on < @today then 'Overdue' end, 'ToAnswer'], null), r.tenant_id, null, null,
          r.id, '', r.called, r.due_on, r.person_id, r.at, null
        from record r
        where r.tenant_id = any (@tenants) and r.kind = 'challenge' and r.author_id is distinct from @person
          and r.own_agency_id is distinct from @agency
          and ((r.standing = any (@answersForAgency) and @agency = any (r.agency_ids)) or r.standing = any (@answersForAll))
        """;

    private const string Answers =
        """
        select 'Challenge', array['ToAccept'], r.tenant_id, null, null, r.id, '', r.called, null, null, null, null
        from record r
        where r.tenant_id = any (@tenants) and r.kind = 'challenge' and r.standing = 'Answered' and r.author_id = @person
        """;

    private const string Claims =
        """
        select 'SecondCheck', array['YouAsked'], a.tenant_id, a.action_id, null, a.action_id, a.reference, a.title, null::date, null::uuid,
          a.last_update_at, null
        from listed_action a
        where a.tenant_id = any (@tenants) and a.delivery = 'AwaitingVerification' and a.claimed_by = @person
        """;

    private const string ChallengesRaised =
        """
        select 'Challenge', array_remove(array[case when r.due_on < @today then 'Overdue' end, 'YouAsked'], null), r.tenant_id, null, null,
          r.id, '', r.called, r.due_on, null, r.at, null
        from record r
        where r.tenant_id = any (@tenants) and r.kind = 'challenge' and r.standing not in ('Answered', 'Accepted', 'Withdrawn')
          and r.author_id = @person
        """;

    // Parts lead to what they are about.
    private const string Done =
        """
        select case r.kind when 'check' then 'SecondCheck' when 'audit' then 'Audit' when 'evidence' then 'Evidence'
            when 'reading' then 'ImpactMeasure' when 'strength_check' then 'Strength' else 'Challenge' end,
          array['DoneByYou'], r.tenant_id, a.action_id, null, coalesce(whole.id, r.id),
          coalesce(a.reference, case when whole.kind = 'finding' then whole.called end, ''),
          coalesce(r.called, a.title, case when whole.kind <> 'finding' then whole.called end, ''), null::date, r.person_id, r.at, null
        from record r
        left join listed_action a on r.kind = 'check' and a.tenant_id = r.tenant_id and a.action_id = r.action_ids[1]
        left join record whole on whole.tenant_id = r.tenant_id and whole.id = r.about
          and whole.kind = case r.kind when 'reading' then 'impact' when 'strength_check' then 'finding' when 'challenge_words' then 'challenge' end
        where r.tenant_id = any (@tenants) and r.person_id = @person and r.at > @today - interval '30 days'
          and (r.kind in ('check', 'evidence', 'reading', 'strength_check', 'challenge_words') or (r.kind = 'audit' and r.standing = 'Done'))
        """;

    public static string[] ToDo { get; } = [Checks, Files, Audits, Measures, Strengths, Challenges, Answers];

    public static string[] WaitingOnOthers { get; } = [Claims, ChallengesRaised];

    public static string[] DoneBy { get; } = [Done];
}
