using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Enum = System.Enum;

namespace Jtai.Reporting;

/// <summary>How the newest statement of one plan stands, as the database shows its parts to the reader.</summary>
internal sealed record StandingStatement
{
    private const int MostOfAPartnership = 20;

    /// <summary>
    /// Rows of this record; goes on with a condition on <c>s</c>. Parameters: <c>agency</c>, <c>today</c>. What is asked of the
    /// reader's agency is asked while the statement is prepared.
    /// </summary>
    public const string Select =
        """
        select s.tenant_id, s.statement_id, s.plan_id, s.inspection_id, s.number, s.state, coalesce(s.later_due_on, s.printed_due_on) as due_on,
          s.sent_on, s.published_on, returns.*, sent.sending, replied.reply, replied.replied_on,
          case when s.sign_off_rule in ('Delegates', 'Leads') then cardinality(p.safeguarding_partner_ids) else 0 end as sign_offs_needed,
          (select count(*)::int from unnest(signed.agencies) as agency where agency = any (p.safeguarding_partner_ids)) as sign_offs,
          s.state = 'BeingPrepared' and s.drafts > 0 and s.sign_off_rule in ('Delegates', 'Leads')
            and @agency = any (p.safeguarding_partner_ids) and @agency <> all (signed.agencies) as sign_off_waits_for_us
        from statement s
        join partnership p on p.tenant_id = s.tenant_id
        cross join lateral (select signed_off_by(s.tenant_id, s.statement_id) as agencies) as signed
        cross join lateral (
          select count(*) filter (where standing in ('Returned', 'Accepted', 'DraftedForThem'))::int as returns, count(*)::int as returns_asked,
            count(*) filter (where standing in ('Asked', 'SentBack') and due_on < @today)::int as returns_overdue,
            count(*) filter (where standing in ('Asked', 'SentBack') and @agency = any (agency_ids) and s.state = 'BeingPrepared')::int
              as returns_asked_of_us,
            min(due_on) filter (where standing in ('Asked', 'SentBack') and @agency = any (agency_ids) and s.state = 'BeingPrepared')
              as our_return_due_on
          from record r where r.tenant_id = s.tenant_id and r.kind = 'return' and r.part_of = s.statement_id) as returns
        left join lateral (
          select standing as sending from record r
          where r.tenant_id = s.tenant_id and r.kind = 'sending' and r.part_of = s.statement_id and standing <> 'Replaced'
          order by at desc limit 1) as sent on true
        left join lateral (
          select standing as reply, due_on as replied_on from record r
          where r.tenant_id = s.tenant_id and r.kind = 'reply' and r.part_of = s.statement_id
          order by at desc limit 1) as replied on true
        where not exists (
          select from statement later where later.tenant_id = s.tenant_id and later.plan_id = s.plan_id and later.number > s.number)

        """;

    public string TenantId { get; init; } = "";
    public Guid StatementId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }
    public int Number { get; init; }
    public string State { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public DateOnly? SentOn { get; init; }
    public DateOnly? PublishedOn { get; init; }
    public int Returns { get; init; }
    public int ReturnsAsked { get; init; }
    public int ReturnsOverdue { get; init; }
    public int ReturnsAskedOfUs { get; init; }
    public DateOnly? OurReturnDueOn { get; init; }
    public int SignOffs { get; init; }
    public int SignOffsNeeded { get; init; }
    public bool SignOffWaitsForUs { get; init; }
    public string? Sending { get; init; }
    public string? Reply { get; init; }
    public DateOnly? RepliedOn { get; init; }

    /// <summary>In order of their dates, as one partnership shows them at a level.</summary>
    /// <param name="rows">Of that partnership.</param>
    /// <param name="today">The position date.</param>
    /// <param name="level">What the reader sees of it.</param>
    /// <param name="wholly">True for whole-plan readers within, who see everybody's returns and sign-offs.</param>
    public static IEnumerable<StatementStanding> ToProtos(
        IEnumerable<StandingStatement> rows, DateOnly today, SharingLevel level, bool wholly) =>
        rows.OrderBy(row => row.DueOn ?? DateOnly.MaxValue).Take(MostOfAPartnership).Select(row => row.ToProto(today, level, wholly));

    private StatementStanding ToProto(DateOnly today, SharingLevel level, bool wholly)
    {
        var standing = new StatementStanding
        {
            StatementId = StatementId.ToString(),
            PlanId = PlanId.ToString(),
            InspectionId = InspectionId.ToString(),
            Number = Number,
            DueOn = DueOn.ToIso(),
            DueInWorkingDays = DueOn is { } due ? WorkingDays.Between(today, due) : 0,
            SentOn = SentOn.ToIso(),
            PublishedOn = PublishedOn.ToIso(),
            DaysLate = SentOn is { } sent && DueOn is { } wanted ? Math.Max(0, sent.DayNumber - wanted.DayNumber) : 0,
        };
        if (level >= SharingLevel.OwnActions)
        {
            standing.State = Enum.Parse<StatementState>(State);
            standing.Sending = Sending is null ? default : Enum.Parse<SendingState>(Sending);
            standing.Reply = Reply is null ? default : Enum.Parse<ReplyKind>(Reply);
            standing.RepliedOn = RepliedOn.ToIso();
            standing.ReturnsAskedOfUs = ReturnsAskedOfUs;
            standing.OurReturnDueOn = OurReturnDueOn.ToIso();
        }

        standing.SignOffWaitsForUs = level >= SharingLevel.Plan && SignOffWaitsForUs;
        if (wholly)
        {
            (standing.Returns, standing.ReturnsAsked, standing.ReturnsOverdue) = (Returns, ReturnsAsked, ReturnsOverdue);
            (standing.SignOffs, standing.SignOffsNeeded) = (SignOffs, SignOffsNeeded);
        }

        return standing;
    }
}
