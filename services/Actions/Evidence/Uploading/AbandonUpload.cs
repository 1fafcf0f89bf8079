using Grpc.Core;
using Jtai.Errors;
using Jtai.Files;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.UploadReply> AbandonUpload(V1.AbandonUploadRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var fileId = Ids.Parse("file", request.FileId);
        var known = await database.QuerySingleOrDefaultAsync<(string Subject, bool IsUsed)?>(
            write,
            """
            select subject, exists (select from evidence_content where tenant_id = @TenantId and file_id = @fileId)
            from stored_file where tenant_id = @TenantId and file_id = @fileId
            """,
            new { write.TenantId, fileId },
            context.CancellationToken);
        return known switch
        {
            { IsUsed: true } when known.Value.Subject == write.Caller.Subject =>
                throw new Refused("This file is evidence. Withdraw the evidence, or replace the file."),
            { } file when file.Subject == write.Caller.Subject => await uploads.DeleteAsync(
                write, fileId, _ => new Saving<V1.UploadReply>(new() { FileId = request.FileId }, []), context.CancellationToken),
            _ => throw new NotFound("file"),
        };
    }
}
