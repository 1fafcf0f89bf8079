using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Inspections.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<ImportLetterReply> ImportLetter(ImportLetterRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var inspection = (await ReadAsync(write, request.InspectionId, context.CancellationToken)).RefuseIfWithdrawn();
        var received = Check(request);
        if (inspection.ConfirmedImportId is not null)
        {
            throw new Refused("The findings of this inspection are already confirmed from an earlier letter.");
        }

        var file = request.FileId.Length > 0
            ? await ArrivedAsync(write, request.FileId, context.CancellationToken)
            : await PutInAsync(write, request, context.CancellationToken);
        var reply = await database.SaveAsync(
            write,
            new ImportLetterReply { ImportId = file.FileId.ToString() },
            """
            insert into letter_import (tenant_id, import_id, inspection_id, file_name, received_on, handed_in_at)
            values (@TenantId, @FileId, @InspectionId, @Name, @ReceivedOn, @Now);
            select add_job(@TenantId, @Reading, @FileId, @MostWaiting);
            -- An import is nobody else's business until its findings are confirmed: an audit row, but no event.
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc, traceparent)
            values (@TenantId, @Now, 'Collection', 'LetterImport', @FileId::text, 1, @Subject, @Capacity, @AgencyId, @Rpc, @jtai_traceparent)
            """,
            new
            {
                write.TenantId,
                file.FileId,
                Reading = LetterJobs.Name,
                LetterJobs.MostWaiting,
                inspection.InspectionId,
                file.Name,
                ReceivedOn = received,
                Now = clock.GetUtcNow(),
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

    /// <summary>An upload of the caller's own that is complete and no import's; where it is refused, its import says so.</summary>
    private async Task<StoredFile> ArrivedAsync(Write write, string fileId, CancellationToken ct)
    {
        var file = await OwnUploadAsync(write.Caller, fileId, ct);
        var isUsed = await database.QuerySingleOrDefaultAsync<bool>(
            Embargo.ForReadingLetters(write.TenantId),
            "select exists (select from letter_import where tenant_id = @TenantId and import_id = @FileId)",
            new { write.TenantId, file.FileId },
            ct);
        return isUsed ? throw new Refused("This file was imported already. Upload it again to import it again.")
            : file.State == FileState.Receiving ? throw new Refused("This file has not arrived whole. Finish its upload first.")
            : file;
    }

    private async Task<StoredFile> PutInAsync(Write write, ImportLetterRequest request, CancellationToken ct)
    {
        var name = request.FileName.Length > 0 ? request.FileName : "letter";
        var byItself = Write.OnBehalfOf(write.TenantId, write.Caller, LetterFile.PuttingIn);
        var fileId = await uploads.PutAsync(
            byItself, new NewFile(name, request.Content.Length), request.Content.Memory, _ => new Saving<Empty>(new Empty(), []), ct);
        return await files.GetAsync(write.TenantId, fileId, ct);
    }

    private DateOnly? Check(ImportLetterRequest request)
    {
        var check = new RequestCheck();
        if (request.FileId.Length == 0)
        {
            var fault = LetterFile.Fault(request.Content.Span);
            check.That(fault is null, "content", fault ?? "");
            LetterFile.CheckName(check, "file_name", request.FileName);
        }
        else
        {
            check.That(request.Content.IsEmpty, "content", "Give the letter's content, or the file that it came in, and not both.");
        }

        var received = check.Date("received_on", request.ReceivedOn, "The day of receipt");
        check.That(!(received > clock.Today()), "received_on", "The letter cannot have been received in the future.");
        check.ThrowIfRefused();
        return received;
    }
}
