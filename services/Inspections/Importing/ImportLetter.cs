using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<ImportLetterReply> ImportLetter(ImportLetterRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var inspection = (await ReadAsync(write, request.InspectionId, context.CancellationToken)).RefuseIfWithdrawn();
        var fileName = LetterFile.DisplayName(request.FileName);
        var received = Check(request, fileName);
        if (inspection.ConfirmedImportId is not null)
        {
            throw new Refused("The findings of this inspection are already confirmed from an earlier letter.");
        }

        var importId = Guid.CreateVersion7(clock.GetUtcNow());
        var reply = await database.SaveAsync(
            write,
            new ImportLetterReply { ImportId = importId.ToString() },
            """
            insert into letter_import (tenant_id, import_id, inspection_id, file_name, received_on, handed_in_at)
            values (@TenantId, @ImportId, @InspectionId, @FileName, @ReceivedOn, @Now);
            select add_job(@TenantId, @Reading, @ImportId, @MostWaiting);
            insert into letter_piece (tenant_id, import_id, number, content)
            select @TenantId, @ImportId, number, content from unnest(@Pieces) with ordinality as piece (content, number);
            -- An import is nobody else's business until its findings are confirmed: an audit row, but no event.
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
            values (@TenantId, @Now, 'Collection', 'LetterImport', @ImportId::text, 1, @Subject, @Capacity, @AgencyId, @Rpc)
            """,
            new
            {
                write.TenantId,
                ImportId = importId,
                Reading = LetterJobs.Name,
                LetterJobs.MostWaiting,
                inspection.InspectionId,
                FileName = fileName,
                ReceivedOn = received,
                Now = clock.GetUtcNow(),
                Pieces = LetterFile.Pieces(request.Content.Memory),
                write.Caller.Subject,
                Capacity = write.Caller.ActingAs.ToString(),
                write.Caller.AgencyId,
                write.Rpc,
            },
            [],
            context.CancellationToken);
        letterJobs.Wake();
        return reply;
    }

    private DateOnly? Check(ImportLetterRequest request, string fileName)
    {
        var check = new RequestCheck();
        var fault = LetterFile.Fault(request.Content.Span);
        check.That(fault is null, "content", fault ?? "");
        check.NoChild("file_name", fileName, "The name of the file");
        var received = check.Date("received_on", request.ReceivedOn, "The day of receipt");
        check.That(!(received > clock.Today()), "received_on", "The letter cannot have been received in the future.");
        check.ThrowIfRefused();
        return received;
    }
}
