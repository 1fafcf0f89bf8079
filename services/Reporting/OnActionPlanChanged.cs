using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps when the statement of a plan's inspection was sent, and whether the plan is closed.</summary>
public sealed class OnActionPlanChanged : IEventHandler<ActionPlanChanged>
{
    // A version that an older replica has kept is kept again, with what that one did not know.
    private const string Keep =
        """
        insert into action_plan as kept (tenant_id, plan_id, inspection_id, statement_sent_on, closed, version)
        values (@TenantId, @planId, @inspectionId, @sentOn, @closed, @Version)
        on conflict (tenant_id, plan_id) do update
        set inspection_id = excluded.inspection_id, statement_sent_on = excluded.statement_sent_on, closed = excluded.closed,
          version = excluded.version
        where kept.version <= excluded.version
        """;

    public async Task ApplyAsync(EventContext context, ActionPlanChanged state)
    {
        var planId = Guid.Parse(context.AggregateId);
        if (context.Erased)
        {
            await context.ExecuteAsync(
                "delete from action_plan where tenant_id = @TenantId and plan_id = @planId", new { context.TenantId, planId });
            return;
        }

        var inspectionId = Guid.Parse(state.Plan.InspectionId);
        await context.ExecuteAsync(Keep, new
        {
            context.TenantId,
            planId,
            inspectionId,
            sentOn = LondonDates.FromIso(state.Plan.StatementSentOn),
            closed = state.Plan.Closing is not null,
            context.Version,
        });
        await Records.StandUnderAsync(context, planId, inspectionId);
    }
}
