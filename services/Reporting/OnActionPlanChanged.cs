using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps when the statement of a plan's inspection was sent.</summary>
public sealed class OnActionPlanChanged : IEventHandler<ActionPlanChanged>
{
    public Task ApplyAsync(EventContext context, ActionPlanChanged state)
    {
        var planId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(
                "delete from action_plan where tenant_id = @TenantId and plan_id = @planId", new { context.TenantId, planId })
            : context.ExecuteAsync(
                """
                insert into action_plan as kept (tenant_id, plan_id, inspection_id, statement_sent_on, version)
                values (@TenantId, @planId, @inspectionId, @sentOn, @Version)
                on conflict (tenant_id, plan_id) do update
                set inspection_id = excluded.inspection_id, statement_sent_on = excluded.statement_sent_on, version = excluded.version
                where kept.version < excluded.version
                """,
                new
                {
                    context.TenantId,
                    planId,
                    inspectionId = Guid.Parse(state.Plan.InspectionId),
                    sentOn = LondonDates.FromIso(state.Plan.StatementSentOn),
                    context.Version,
                });
    }
}
