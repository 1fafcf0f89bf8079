using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>
/// Keeps an inspection's theme, dates and printed deadline, where its statement is sent, and until it is published who alone may see
/// it; then its actions get numbers.
/// </summary>
public sealed class OnInspectionChanged : IEventHandler<InspectionChanged>
{
    public Task ApplyAsync(EventContext context, InspectionChanged state)
    {
        var inspectionId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(
                "delete from inspection where tenant_id = @TenantId and inspection_id = @inspectionId",
                new { context.TenantId, inspectionId })
            : context.ExecuteAsync(
                """
                insert into inspection as kept (tenant_id, inspection_id, reference, theme, phase, statement_due_on, reader_ids,
                  letter_dated, letter_received_on, published_on, statement_sent_to, warnings, taken_over_from, version)
                values (@TenantId, @inspectionId, @Reference, @Theme, @Phase, @dueOn, @readers,
                  @dated, @receivedOn, @publishedOn, @StatementSentTo, @warnings::jsonb, @takenOverFrom, @Version)
                on conflict (tenant_id, inspection_id) do update
                set reference = excluded.reference, theme = excluded.theme, phase = excluded.phase,
                  statement_due_on = excluded.statement_due_on, reader_ids = excluded.reader_ids, letter_dated = excluded.letter_dated,
                  letter_received_on = excluded.letter_received_on, published_on = excluded.published_on,
                  statement_sent_to = excluded.statement_sent_to, warnings = excluded.warnings,
                  taken_over_from = excluded.taken_over_from, version = excluded.version
                where kept.version <= excluded.version;
                insert into job (tenant_id, kind, job_id)
                select @TenantId, @Numbering, @inspectionId
                where @published and exists (
                  select from action
                  where tenant_id = @TenantId and inspection_id = @inspectionId and reference = '' and withdrawn_because = '')
                on conflict do nothing
                """,
                new
                {
                    ActionNumbering.Numbering,
                    published = state.Inspection.Phase == InspectionPhase.Published,
                    context.TenantId,
                    inspectionId,
                    state.Inspection.Theme,
                    state.Inspection.Phase,
                    dueOn = LondonDates.FromIso(state.Inspection.StatementDueOn),
                    state.Inspection.Reference,
                    dated = LondonDates.FromIso(state.Inspection.LetterDated),
                    receivedOn = LondonDates.FromIso(state.Inspection.LetterReceivedOn),
                    publishedOn = LondonDates.FromIso(state.Inspection.PublishedOn),
                    state.Inspection.StatementSentTo,
                    warnings = Columns.ListToJson(state.Inspection.Warnings),
                    takenOverFrom = state.Inspection.TakenOver?.FromName ?? "",
                    readers = state.Inspection.ReaderIds.Select(Guid.Parse).ToArray(),
                    context.Version,
                });
    }
}
