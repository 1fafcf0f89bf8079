using Grpc.Core;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<SaveReviewReply> SaveReview(SaveReviewRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var before = await database.QuerySingleOrDefaultAsync<LetterImport>(
            write,
            "select * from letter_import where tenant_id = @TenantId and import_id = @ImportId",
            new { write.TenantId, ImportId = Ids.Parse(WhatImport, request.ImportId) },
            context.CancellationToken)
            ?? throw new NotFound(WhatImport);
        var now = clock.GetUtcNow();
        var import = before.Save(request, write.Caller.PersonId, now);
        return await database.SaveAsync(
            write,
            new SaveReviewReply { ImportId = import.ImportId.ToString(), Version = import.Version },
            """
            with changed as (
              update letter_import set review = @Review, version = @Version
              where tenant_id = @TenantId and import_id = @ImportId and state = @ReadyForReview and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed));
            -- Like the import itself nobody else's business yet: an audit row, but no event.
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc, traceparent)
            values (@TenantId, @Now, 'Alteration', 'LetterImport', @ImportId::text, @Version, @Subject, @Capacity, @AgencyId, @Rpc, @jtai_traceparent)
            """,
            new
            {
                write.TenantId,
                import.ImportId,
                import.Review,
                import.Version,
                LetterImportState.ReadyForReview,
                Now = now,
                write.Caller.Subject,
                Capacity = write.Caller.ActingAs.ToString(),
                write.Caller.AgencyId,
                write.Rpc,
            },
            [],
            context.CancellationToken);
    }
}
