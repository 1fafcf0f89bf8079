using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<InspectionReply> CorrectInspection(CorrectInspectionRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var before = await ReadAsync(write, request.InspectionId, context.CancellationToken);
        var check = new RequestCheck();
        var reason = HistoryEntry.Read(request.Reason, check);
        var inspection = before.Expect(request.ExpectedVersion).Correct(request, clock.Today(), check);
        return await database.SaveAsync(
            write,
            inspection.ToReply(),
            """
            with changed as (
              update inspection set theme = @Theme, notified_on = @NotifiedOn, fieldwork_starts_on = @FieldworkStartsOn,
                fieldwork_ends_on = @FieldworkEndsOn, letter_received_on = @LetterReceivedOn, letter_dated = @LetterDated,
                published_on = @PublishedOn, published_url = @PublishedUrl, statement_due_on = @StatementDueOn,
                statement_due_as_printed = @StatementDueAsPrinted, statement_prepared_by = @StatementPreparedBy,
                statement_sent_by = @StatementSentBy, statement_sent_to = @StatementSentTo, version = @Version
              where tenant_id = @TenantId and inspection_id = @InspectionId and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed))
            """ + HistoryEntry.Insert,
            new
            {
                write.TenantId,
                inspection.InspectionId,
                inspection.Theme,
                inspection.NotifiedOn,
                inspection.FieldworkStartsOn,
                inspection.FieldworkEndsOn,
                inspection.LetterReceivedOn,
                inspection.LetterDated,
                inspection.PublishedOn,
                inspection.PublishedUrl,
                inspection.StatementDueOn,
                inspection.StatementDueAsPrinted,
                inspection.StatementPreparedBy,
                inspection.StatementSentBy,
                inspection.StatementSentTo,
                inspection.Version,
                History = HistoryEntry.Of(before, inspection, reason, write.Caller, clock.GetUtcNow()),
            },
            [inspection.ToChange()],
            context.CancellationToken);
    }
}
