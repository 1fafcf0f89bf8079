using Grpc.Core;
using Jtai.Errors;
using Jtai.Files;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    private const int LongestGivenName = 255;

    [Authorize(Policies.KeepEvidence)]
    public override Task<V1.Upload> BeginUpload(V1.BeginUploadRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        // Every file of evidence is a person's.
        _ = write.Caller.PersonId;
        var check = new RequestCheck();
        check.That(request.Name.Length <= LongestGivenName, "name", $"The file’s name must be {LongestGivenName} characters or fewer.");
        check.NoChild("name", request.Name, "The file’s name");
        check.ThrowIfRefused();
        return uploads.BeginAsync(
            write, new NewFile(request.Name, request.Size), file => new Saving<V1.Upload>(file.ToProto(), []), context.CancellationToken);
    }
}
