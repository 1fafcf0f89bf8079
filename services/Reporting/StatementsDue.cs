using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>The statement of one inspection: when its letter wants it, and when it was sent.</summary>
/// <param name="PlanId">Null where no plan is made yet.</param>
internal sealed record StatementDue(string TenantId, Guid InspectionId, Guid? PlanId, DateOnly DueOn, DateOnly? SentOn)
{
    /// <summary>
    /// Those of the inspections that a reader sees, as rows of this record; goes on with a condition on <c>i</c>. A later date that
    /// was agreed counts in place of the printed one. A second statement has a date only where one was agreed; else the first,
    /// which was sent, has met it.
    /// </summary>
    public const string Select =
        """
        select i.tenant_id, i.inspection_id, p.plan_id, coalesce(newest.later_due_on, i.statement_due_on) as due_on,
          case
            when newest.number > 1 and newest.later_due_on is not null then newest.sent_on
            else coalesce(newest.sent_on, p.statement_sent_on, newest.earlier_sent_on)
          end as sent_on
        from inspection i left join action_plan p on p.tenant_id = i.tenant_id and p.inspection_id = i.inspection_id
        left join lateral (
          select s.number, s.later_due_on, s.sent_on, max(s.sent_on) over () as earlier_sent_on
          from statement s where s.tenant_id = i.tenant_id and s.inspection_id = i.inspection_id
          order by s.number desc limit 1) as newest on true
        where i.statement_due_on is not null

        """;

    public UnsentStatement ToProto(DateOnly today) => new()
    {
        InspectionId = InspectionId.ToString(),
        PlanId = PlanId?.ToString() ?? "",
        DueOn = DueOn.ToIso(),
        DueInWorkingDays = WorkingDays.Between(today, DueOn),
    };
}

/// <summary>
/// What is shown of a partnership's statements: the one that is due first and not sent, passed or not; where all are sent, the
/// one sent last. And all that are not sent, and every deadline that passed without a statement, the oldest first.
/// </summary>
internal sealed record StatementsDue(DateOnly? DueOn, DateOnly? SentOn, IReadOnlyList<StatementDue> Unsent, IReadOnlyList<DateOnly> Overdue)
{
    public static StatementsDue Of(IEnumerable<StatementDue> statements, DateOnly today)
    {
        var unsent = statements.Where(statement => statement.SentOn is null).OrderBy(statement => statement.DueOn).ToList();
        var last = statements.Where(statement => statement.SentOn is not null).MaxBy(statement => statement.SentOn);
        return new(
            unsent.Count > 0 ? unsent[0].DueOn : last?.DueOn,
            unsent.Count > 0 ? null : last?.SentOn,
            unsent,
            [.. unsent.Select(statement => statement.DueOn).Where(due => due < today)]);
    }
}
