using Jtai.Access;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>
/// Once a day and partnership, from 7:00 in London: who is told that an action is due soon or overdue, the statement due, or that sharing
/// ends or waits. A
/// notification is kept once for each occasion, so that a day may be begun again, or left out.
/// </summary>
public sealed class DailyNotices(Database database, TimeProvider clock, ILogger<DailyNotices> logger) : JobRunner(database, logger)
{
    public const string Daily = "daily-notices";

    /// <summary>A few days of standstill leave nobody untold, and old delays are no news.</summary>
    internal const int CatchUpDays = 7;

    private static readonly TimeOnly From = new(7, 0);
    private static readonly int[] StatementDays = [5, 10, 20];

    private readonly Database database = database;

    protected override string Kind => Daily;

    protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(30);

    /// <summary>True from the hour at which the day's notices are made.</summary>
    internal static bool HaveBegun(DateTimeOffset now) => now >= now.DateInLondon().AtInLondon(From);

    protected override async Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct)
    {
        var known = await database.QueryAsync<TenantId>(
            TenantScope.OfMany([]), "select partnership_id from known_partnership", null, ct);
        var now = clock.GetUtcNow();
        if (HaveBegun(now))
        {
            await database.ExecuteAsync(
                TenantScope.OfMany(known),
                """
                insert into job (tenant_id, kind, job_id)
                select partnership_id, @Daily, @jobId from known_partnership
                where not exists (select from daily_notices where tenant_id = partnership_id and made_for >= @today)
                on conflict do nothing
                """,
                new { Daily, jobId = Guid.Empty, today = now.DateInLondon() },
                ct);
        }

        return known;
    }

    protected override async Task RunAsync(Job job, CancellationToken ct)
    {
        var now = clock.NowAsStored();
        var today = now.DateInLondon();
        var service = new Caller(TokenClaims.ServicePrefix + "actions", job.TenantId, null, false, [], Capacity.Unspecified);
        var sharing = await database.QueryAsync<SharingNotices>(
            TenantScope.Of(job.TenantId), SharingNotices.Query, new { job.TenantId }, ct);
        Notice[] notices =
        [
            .. sharing.SelectMany(grant => grant.Of(service, now)),
            .. await StatementsDueAsync(job.TenantId, service, now, ct),
            .. await SignOffsVoidedAsync(job.TenantId, service, now, ct),
            .. await ChallengeNotices.LateAsync(database, job.TenantId, service, now, ct),
        ];
        await database.ExecuteAsync(
            // Who can agree for an agency is appointed in its own workspace.
            TenantScope.OfMany([job.TenantId, .. notices.Select(notice => notice.Workspace).OfType<string>().Distinct().Select(id => new TenantId(id))]),
            """
            select end_job(@TenantId, @Kind, @JobId, @Tries);
            insert into daily_notices (tenant_id, made_for) values (@TenantId, @today)
            on conflict (tenant_id) do update set made_for = greatest(daily_notices.made_for, excluded.made_for);
            with appointed as (
              select person_id, agency_id, capacity from appointment
              where tenant_id = @TenantId and starts_on <= @today and (ends_on is null or ends_on >= @today)),
            deputies as (
              select person_id, deputy_for_person_id from appointment
              where tenant_id = @TenantId and deputy_for_person_id is not null and capacity = any (@owning)
                and starts_on <= @today and ends_on >= @today),
            setting as (
              select coalesce((
                select nullif((settings ->> 'dueSoonDays')::integer, 0) from partnership_settings where tenant_id = @TenantId), @SoonDays) as soon),
            told as (
              select action.action_id, inspection_id, due_on, case when due_on < @today then @Overdue else @DueSoon end as matter,
                lead_agency_id, joint_leads, coalesce(owner_id, holder_id) as owner_id
              from action left join post on post.tenant_id = @TenantId and post.post_id = owner_post_id
              where action.tenant_id = @TenantId and withdrawn_because = '' and paused_on is null and delivery in (1, 2, 4)
                and due_on between @today - @CatchUpDays and @today + (select soon from setting)),
            people as (
              select action_id, inspection_id, due_on, matter, owner_id as person_id from told where owner_id is not null
              union
              select action_id, inspection_id, due_on, matter, person_id from told join deputies on deputies.deputy_for_person_id = told.owner_id
              union
              -- Nobody owns it yet: the agencies that lead it, and for what a body leads the manager.
              select action_id, inspection_id, due_on, matter, person_id from told join appointed on owner_id is null and case
                when lead_agency_id is null then capacity = @Manager
                else capacity = @Lead and (agency_id = lead_agency_id or 'agency:' || agency_id = any (joint_leads)) end)
            insert into notification (tenant_id, notification_id, matter, kind, person_id, record_id, inspection_id, on_date, occasion,
              made_at, due_at)
            select @TenantId, gen_random_uuid(), matter, case matter when @Overdue then @KindOverdue else @KindDueSoon end, person_id,
              action_id, inspection_id, due_on, due_on::text, @now, @now
            from people join inspection using (inspection_id)
            where inspection.tenant_id = @TenantId and (phase = @Published or person_id = any (reader_ids))
            on conflict do nothing
            """ + Notice.Insert,
            new
            {
                job.TenantId,
                job.Kind,
                job.JobId,
                job.Tries,
                today,
                now,
                CatchUpDays,
                DueDate.SoonDays,
                Matter.Overdue,
                Matter.DueSoon,
                KindOverdue = Matter.Overdue.Kind(),
                KindDueSoon = Matter.DueSoon.Kind(),
                Manager = Capacity.PartnershipManager,
                Lead = Capacity.AgencyLead,
                InspectionPhase.Published,
                owning = PlanVisibility.Owners.Select(capacity => (int)capacity).ToArray(),
                Notices = Notice.ToJson(notices),
            },
            ct);
    }

    /// <summary>Of each statement that is not sent, begun or not: the managers and who sends it, once at 20, 10 and 5 working days.</summary>
    private async Task<IEnumerable<Notice>> StatementsDueAsync(TenantId tenant, Caller service, DateTimeOffset now, CancellationToken ct)
    {
        var today = now.DateInLondon();
        var due = await database.QueryAsync<StatementDue>(
            TenantScope.Of(tenant),
            """
            select inspection.inspection_id, coalesce(statement_id, inspection.inspection_id) as record_id, sender_id, deputy_sender_id,
              coalesce(later_due_on, statement_due_on) as due_on
            from inspection
            left join statement on statement.tenant_id = @TenantId and statement.inspection_id = inspection.inspection_id and state = 1
            where inspection.tenant_id = @TenantId and coalesce(later_due_on, statement_due_on) between @today and @today + 60 and not exists (
              select from action_plan
              where action_plan.tenant_id = @TenantId and action_plan.inspection_id = inspection.inspection_id and statement_sent_on is not null)
            """,
            new { TenantId = tenant, today },
            ct);
        return
            from one in due
            let left = WorkingDays.Between(today, one.DueOn)
            where left <= StatementDays[^1]
            let threshold = StatementDays.First(days => left <= days)
            select Notice
                .Of(Matter.StatementDue, one.RecordId, one.InspectionId, $"{one.DueOn.ToIso()} {threshold}", service, now)
                .ToAll(Capacity.PartnershipManager)
                .To(one.SenderId, one.DeputySenderId) with
            { OnDate = one.DueOn, WorkingDays = left };
    }

    /// <summary>
    /// What was signed and has changed. By the day and not at once, so that the manager has time to name a correction editorial before
    /// anybody is told that their sign-off is void.
    /// </summary>
    private async Task<IEnumerable<Notice>> SignOffsVoidedAsync(TenantId tenant, Caller service, DateTimeOffset now, CancellationToken ct)
    {
        var scope = TenantScope.OfMany([tenant, TenantId.Platform]);
        var signed = await database.QueryAsync<Guid>(
            scope,
            """
            select statement_id from statement
            where tenant_id = @TenantId and state = 1 and exists (
              select from statement_sign_off given
              where given.tenant_id = @TenantId and given.statement_id = statement.statement_id and taken_back_because = '')
            """,
            new { TenantId = tenant },
            ct);
        var notices = new List<Notice>();
        foreach (var statementId in signed)
        {
            var whole = await database.QueryMultipleAsync(
                scope, WholeStatement.Query, new { TenantId = tenant, statementId }, results => WholeStatement.ReadAsync(results, tenant), ct);
            notices.AddRange(whole is null ? [] : StatementNotices.Voided(whole, service, now));
        }

        return notices;
    }

    // It is wanted each day anew, so it is never given up.
    protected override Task GiveUpAsync(Job job, CancellationToken ct) => database.ExecuteAsync(
        TenantScope.Of(job.TenantId),
        "update job set tries = 0 where tenant_id = @TenantId and kind = @Kind and job_id = @JobId and tries = @Tries",
        job,
        ct);

    private sealed record StatementDue
    {
        public Guid InspectionId { get; init; }
        public Guid RecordId { get; init; }
        public Guid? SenderId { get; init; }
        public Guid? DeputySenderId { get; init; }
        public DateOnly DueOn { get; init; }
    }
}
