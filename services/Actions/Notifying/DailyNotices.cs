using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>
/// Once a day and partnership, from 7:00 in London: who is told that an action is due soon or overdue, or the statement due. A
/// notification is kept once for each occasion, so that a day may be begun again, or left out.
/// </summary>
public sealed class DailyNotices(Database database, TimeProvider clock, ILogger<DailyNotices> logger) : JobRunner(database, logger)
{
    public const string Daily = "daily-notices";

    /// <summary>A few days of standstill leave nobody untold, and old delays are no news.</summary>
    private const int CatchUpDays = 7;

    private static readonly TimeOnly From = new(7, 0);
    private static readonly int[] StatementDays = [5, 10, 20];

    private readonly Database database = database;

    protected override string Kind => Daily;

    protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(30);

    protected override async Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct)
    {
        var known = await database.QueryAsync<TenantId>(
            TenantScope.OfMany([]), "select partnership_id from known_partnership", null, ct);
        var now = clock.GetUtcNow();
        if (now >= now.DateInLondon().AtInLondon(From))
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
        var due = await database.QueryAsync<(Guid InspectionId, DateOnly DueOn)>(
            TenantScope.Of(job.TenantId),
            """
            select inspection_id, statement_due_on from inspection
            where tenant_id = @TenantId and statement_due_on between @today and @today + 60 and not exists (
              select from action_plan
              where action_plan.tenant_id = @TenantId and action_plan.inspection_id = inspection.inspection_id and statement_sent_on is not null)
            """,
            new { job.TenantId, today },
            ct);
        var statements = due
            .Select(one => (one.InspectionId, one.DueOn, Left: WorkingDays.Between(today, one.DueOn)))
            .Where(one => one.Left <= StatementDays[^1])
            .ToList();
        await database.ExecuteAsync(
            TenantScope.OfMany([job.TenantId, TenantId.Platform]),
            """
            select end_job(@TenantId, @Kind, @JobId, @Tries);
            insert into daily_notices (tenant_id, made_for) values (@TenantId, @today)
            on conflict (tenant_id) do update set made_for = greatest(daily_notices.made_for, excluded.made_for);
            with appointed as (
              select person_id, agency_id, capacity from appointment
              where tenant_id = @TenantId and starts_on <= @today and (ends_on is null or ends_on >= @today)),
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
              -- Nobody owns it yet: the agencies that lead it, and for what a body leads the manager.
              select action_id, inspection_id, due_on, matter, person_id from told join appointed on owner_id is null and case
                when lead_agency_id is null then capacity = @Manager
                else capacity = @Lead and (agency_id = lead_agency_id or 'agency:' || agency_id = any (joint_leads)) end)
            insert into notification (tenant_id, notification_id, matter, kind, person_id, record_id, inspection_id, on_date, working_days,
              occasion, made_at, due_at)
            select @TenantId, gen_random_uuid(), matter, case matter when @Overdue then @KindOverdue else @KindDueSoon end, person_id,
              action_id, inspection_id, due_on, null, due_on::text, @now, @now
            from people join inspection using (inspection_id)
            where inspection.tenant_id = @TenantId and (phase = @Published or person_id = any (reader_ids))
            union all
            select @TenantId, gen_random_uuid(), @StatementDue, @KindStatementDue, person_id, inspection_id, inspection_id, due.due_on, left_days,
              due.due_on::text || ' ' || threshold, @now, @now
            from unnest(@inspections, @dueOn, @left, @thresholds) as due (inspection_id, due_on, left_days, threshold)
            join inspection using (inspection_id)
            join lateral (select person_id from appointed where capacity = @Manager) senders on true
            where inspection.tenant_id = @TenantId and (phase = @Published or person_id = any (reader_ids))
            on conflict do nothing
            """,
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
                Matter.StatementDue,
                KindOverdue = Matter.Overdue.Kind(),
                KindDueSoon = Matter.DueSoon.Kind(),
                KindStatementDue = Matter.StatementDue.Kind(),
                Manager = Capacity.PartnershipManager,
                Lead = Capacity.AgencyLead,
                InspectionPhase.Published,
                inspections = statements.Select(one => one.InspectionId).ToArray(),
                dueOn = statements.Select(one => one.DueOn).ToArray(),
                left = statements.Select(one => one.Left).ToArray(),
                thresholds = statements.Select(one => StatementDays.First(days => one.Left <= days)).ToArray(),
            },
            ct);
    }

    // It is wanted each day anew, so it is never given up.
    protected override Task GiveUpAsync(Job job, CancellationToken ct) => database.ExecuteAsync(
        TenantScope.Of(job.TenantId),
        "update job set tries = 0 where tenant_id = @TenantId and kind = @Kind and job_id = @JobId and tries = @Tries",
        job,
        ct);
}
