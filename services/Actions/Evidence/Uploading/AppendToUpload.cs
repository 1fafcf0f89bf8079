using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Files;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    // It is safe to repeat by its own nature, and has no key: the same bytes at the same offset are taken again.
    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.Upload> AppendToUpload(V1.AppendToUploadRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var file = await OwnFileAsync(caller, Ids.Parse("file", request.FileId), context.CancellationToken);
        if (file.State == FileState.Receiving && request.Offset > file.Received)
        {
            throw new UploadGap(file.Received);
        }

        var received = await uploads.AppendAsync(caller, file.FileId, request.Offset, request.Content.Memory, context.CancellationToken);
        return (file with { Received = received }).ToProto();
    }
}
