using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the deadline and the embargo. Where the embargo changes, all that stands under it changes with it.</summary>
public sealed class OnInspectionChanged(TimeProvider clock) : IEventHandler<InspectionChanged>
{
    private const string Keep =
        """
        insert into inspection (tenant_id, inspection_id, embargoed_to, statement_due_on, version)
        values (@TenantId, @inspectionId, @embargoedTo, @statementDueOn, @Version)
        on conflict (tenant_id, inspection_id) do update
        set embargoed_to = excluded.embargoed_to, statement_due_on = excluded.statement_due_on, version = excluded.version
        where inspection.version < excluded.version;

        """;

    // Once it is erased, embargo_of admits nobody to what still stands under it.
    private const string Erase =
        """
        delete from inspection where tenant_id = @TenantId and inspection_id = @inspectionId;

        """;

    private const string ApplyEmbargo =
        """
        update listed_action set embargoed_to = embargo_of(@TenantId, @inspectionId)
        where tenant_id = @TenantId and inspection_id = @inspectionId
          and embargoed_to is distinct from embargo_of(@TenantId, @inspectionId);
        update record set embargoed_to = embargo_of(@TenantId, @inspectionId)
        where tenant_id = @TenantId and inspection_id = @inspectionId
          and embargoed_to is distinct from embargo_of(@TenantId, @inspectionId);

        """;

    private static readonly (string Keep, string Erase) Statements = (Around(Keep), Around(Erase));

    public Task ApplyAsync(EventContext context, InspectionChanged state)
    {
        var inspection = state.Inspection;
        var (today, inspectionId) = (clock.Today(), Guid.Parse(context.AggregateId));
        return context.Erased
            ? context.ExecuteAsync(Statements.Erase, new { context.TenantId, today, inspectionId })
            : context.ExecuteAsync(Statements.Keep, new
            {
                context.TenantId,
                today,
                inspectionId,
                embargoedTo = inspection.Phase == InspectionPhase.Published ? null : inspection.ReaderIds.Select(Guid.Parse).ToArray(),
                // Of an inspection that was recorded by mistake nothing is due.
                statementDueOn = inspection.WithdrawnBecause.Length == 0 ? LondonDates.FromIso(inspection.StatementDueOn) : null,
                context.Version,
            });
    }

    private static string Around(string change) =>
        Records.InTurn + PlanPosition.TakeAwayInspection + change + ApplyEmbargo + PlanPosition.AddInspection;
}
