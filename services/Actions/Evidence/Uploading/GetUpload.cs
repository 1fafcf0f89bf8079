using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.Upload> GetUpload(V1.GetUploadRequest request, ServerCallContext context) =>
        (await OwnFileAsync(Caller.Of(context), Ids.Parse("file", request.FileId), context.CancellationToken)).ToProto();
}
