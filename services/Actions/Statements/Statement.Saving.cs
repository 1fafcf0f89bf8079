namespace Jtai.Actions;

/// <summary>How a statement becomes a row. A write states all that may change, under the version that it was read with.</summary>
public sealed partial record Statement
{
    public const string Insert =
        $"""
        ;
        with begun as (
          insert into statement (tenant_id, {Named})
          select @TenantId, {Named} from jsonb_populate_record(null::statement, @Statement::jsonb)
          on conflict do nothing returning 1)
        select require_changed(exists (select from begun));
        """;

    public const string Update =
        """
        ;
        with changed as (
          update statement set state = saved.state, received_on = saved.received_on, later_due_on = saved.later_due_on,
            later_agreed = saved.later_agreed, horizon_on = saved.horizon_on, sender_id = saved.sender_id,
            deputy_sender_id = saved.deputy_sender_id, send_to = saved.send_to, clearances = saved.clearances,
            moved_dates = saved.moved_dates, sent_on = saved.sent_on, published_on = saved.published_on,
            published_url = saved.published_url, drafts = saved.drafts, version = saved.version
          from jsonb_populate_record(null::statement, @Statement::jsonb) as saved
          where statement.tenant_id = @TenantId and statement.statement_id = saved.statement_id
            and statement.version = saved.version - 1
          returning 1)
        select require_changed(exists (select from changed));
        """;

    /// <summary>
    /// For what is written beside a statement: it waits for whoever changes the statement itself, and is tried again where that
    /// was quicker, so nothing joins a statement that was sent meanwhile. Parameters: <c>StatementId</c>, <c>StatementVersion</c>.
    /// </summary>
    public const string Unchanged =
        """
        ;
        with seen as (select version from statement where tenant_id = @TenantId and statement_id = @StatementId for share)
        select require_changed((select version from seen) = @StatementVersion);
        """;

    private const string Named =
        """
        statement_id, plan_id, inspection_id, number, state, received_on, later_due_on, later_agreed, horizon_on, sender_id,
        deputy_sender_id, send_to, sign_off_rule, clearances, moved_dates, sent_on, published_on, published_url, drafts, version
        """;
}
