using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the deadline and the embargo. Where the embargo changes, all that stands under it changes with it.</summary>
public sealed class OnInspectionChanged(TimeProvider clock) : IEventHandler<InspectionChanged>
{
    public async Task ApplyAsync(EventContext context, InspectionChanged state)
    {
        var inspection = state.Inspection;
        await context.ExecuteAsync(
            Headlines.InTurn +
            """
            insert into inspection (tenant_id, inspection_id, embargoed_to, statement_due_on, version)
            values (@TenantId, @InspectionId, @EmbargoedTo, @StatementDueOn, @Version)
            on conflict (tenant_id, inspection_id) do update
            set embargoed_to = excluded.embargoed_to, statement_due_on = excluded.statement_due_on, version = excluded.version
            where inspection.version < excluded.version
            """,
            new
            {
                context.TenantId,
                InspectionId = Guid.Parse(context.AggregateId),
                EmbargoedTo = inspection.Phase == InspectionPhase.Published ? null : inspection.ReaderIds.Select(Guid.Parse).ToArray(),
                StatementDueOn = LondonDates.FromIso(inspection.StatementDueOn),
                context.Version,
            });
        var moved = await context.QueryAsync<int>(
            """
            with embargo as (
              select inspection_id, embargoed_to from inspection where tenant_id = @TenantId and inspection_id = @InspectionId
            ), findings as (
              update finding set embargoed_to = embargo.embargoed_to from embargo
              where finding.tenant_id = @TenantId and finding.inspection_id = embargo.inspection_id
                and finding.embargoed_to is distinct from embargo.embargoed_to
            ), actions as (
              update plan_action set embargoed_to = embargo.embargoed_to from embargo
              where plan_action.tenant_id = @TenantId and plan_action.inspection_id = embargo.inspection_id
                and plan_action.embargoed_to is distinct from embargo.embargoed_to
              returning action_id, embargo.embargoed_to
            ), own_actions as (
              update own_action set embargoed_to = actions.embargoed_to from actions
              where own_action.tenant_id = @TenantId and own_action.action_id = actions.action_id
            ), updates as (
              update plan_update set embargoed_to = actions.embargoed_to from actions
              where plan_update.tenant_id = @TenantId and plan_update.action_id = actions.action_id
            ), own_updates as (
              update own_update set embargoed_to = actions.embargoed_to from actions
              where own_update.tenant_id = @TenantId and own_update.action_id = actions.action_id
            )
            select 1 from actions
            """,
            new { context.TenantId, InspectionId = Guid.Parse(context.AggregateId) });
        if (moved.Count > 0)
        {
            await context.ExecuteAsync(Headlines.CountAnew, new { tenants = new[] { context.TenantId }, today = clock.Today() });
        }
    }
}
