using Grpc.Core;
using Jtai.Errors;
using Jtai.Files;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    [Authorize(Policies.KeepEvidence)]
    public override Task<V1.Upload> CompleteUpload(V1.CompleteUploadRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var isHash = request.Sha256.Length == 64 && request.Sha256.All(char.IsAsciiHexDigitLower);
        return isHash
            ? uploads.CompleteAsync(
                write,
                Ids.Parse("file", request.FileId),
                Convert.FromHexString(request.Sha256),
                file => new Saving<V1.Upload>(file.ToProto(), []),
                context.CancellationToken)
            : throw new Invalid("sha256", "Give the SHA-256 of the whole file as 64 lower-case hexadecimal digits.");
    }
}
