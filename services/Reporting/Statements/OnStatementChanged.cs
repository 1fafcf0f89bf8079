using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps a statement: its dates and state, which headlines show, and the whole of it for whoever prepares it.</summary>
public sealed class OnStatementChanged : IEventHandler<StatementChanged>
{
    private const string Keep =
        """
        insert into statement (tenant_id, statement_id, plan_id, inspection_id, number, state, printed_due_on, later_due_on, sent_on,
          published_on, drafts, sign_off_rule, version)
        values (@TenantId, @statementId, @planId, @inspectionId, @Number, @state, @printedDueOn, @laterDueOn, @sentOn,
          @publishedOn, @Drafts, @signOffRule, @Version)
        on conflict (tenant_id, statement_id) do update
        set plan_id = excluded.plan_id, inspection_id = excluded.inspection_id, number = excluded.number, state = excluded.state,
          printed_due_on = excluded.printed_due_on, later_due_on = excluded.later_due_on, sent_on = excluded.sent_on,
          published_on = excluded.published_on, drafts = excluded.drafts, sign_off_rule = excluded.sign_off_rule, version = excluded.version
        where statement.version < excluded.version
        """;

    public async Task ApplyAsync(EventContext context, StatementChanged state)
    {
        var statementId = Guid.Parse(context.AggregateId);
        if (context.Erased)
        {
            await context.ExecuteAsync(
                "delete from statement where tenant_id = @TenantId and statement_id = @statementId", new { context.TenantId, statementId });
            await Records.EraseAsync(context, Records.Statement, [statementId]);
            return;
        }

        var statement = state.Statement;
        var inspectionId = Guid.Parse(statement.InspectionId);
        await context.ExecuteAsync(Keep, new
        {
            context.TenantId,
            statementId,
            planId = Guid.Parse(statement.PlanId),
            inspectionId,
            statement.Number,
            state = statement.State.ToString(),
            printedDueOn = LondonDates.FromIso(statement.PrintedDueOn),
            laterDueOn = LondonDates.FromIso(statement.LaterDueOn),
            sentOn = LondonDates.FromIso(statement.SentOn),
            publishedOn = LondonDates.FromIso(statement.PublishedOn),
            statement.Drafts,
            signOffRule = statement.SignOffRule.ToString(),
            context.Version,
        });
        await Records.KeepAsync(
            context,
            Records.Statement,
            [
                new(statementId, context.Version, statement.ToByteArray())
                {
                    InspectionId = inspectionId,
                    PartOf = statementId,
                    Standing = statement.State.ToString(),
                    Called = string.Join(", ", statement.Clearances.Where(clearance => clearance.GivenOn.Length == 0).Select(clearance => clearance.Name)),
                    DueOn = LondonDates.FromIso(statement.LaterDueOn) ?? LondonDates.FromIso(statement.PrintedDueOn),
                    At = context.At,
                },
            ]);
        await Records.StandUnderAsync(context, statementId, inspectionId);
    }
}
