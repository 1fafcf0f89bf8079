namespace Jtai.Reporting;

/// <summary>The statement of one inspection: when its letter wants it, and when it was sent.</summary>
internal sealed record StatementDue(string TenantId, DateOnly DueOn, DateOnly? SentOn)
{
    /// <summary>Those of the inspections that a reader sees, as rows of this record; goes on with a condition on <c>i</c>.</summary>
    public const string Select =
        """
        select i.tenant_id, i.statement_due_on as due_on, p.statement_sent_on as sent_on
        from inspection i left join action_plan p on p.tenant_id = i.tenant_id and p.inspection_id = i.inspection_id
        where i.statement_due_on is not null

        """;
}

/// <summary>
/// What is shown of a partnership's statements: the one that is due first and not sent, passed or not; where all are sent, the
/// one sent last. And every deadline that passed without a statement.
/// </summary>
internal sealed record StatementsDue(DateOnly? DueOn, DateOnly? SentOn, IReadOnlyList<DateOnly> Overdue)
{
    public static StatementsDue Of(IEnumerable<StatementDue> statements, DateOnly today)
    {
        var unsent = statements.Where(statement => statement.SentOn is null).Select(statement => statement.DueOn).Order().ToList();
        var last = statements.Where(statement => statement.SentOn is not null).MaxBy(statement => statement.SentOn);
        return new(
            unsent.Count > 0 ? unsent[0] : last?.DueOn,
            unsent.Count > 0 ? null : last?.SentOn,
            unsent.FindAll(due => due < today));
    }
}
