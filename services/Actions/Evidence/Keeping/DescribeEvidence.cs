using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.EvidenceReply> DescribeEvidence(V1.DescribeEvidenceRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadAsync(write, request.EvidenceId, context.CancellationToken);
        var item = stored.Expect(new EvidenceAccess(write.Caller), request.ExpectedVersion);
        var described = item.Describe(request);
        var fields = FieldChanges.Between(
            item.ToProto(stored.Content), described.ToProto(stored.Content), "shows", "dated_on", "kind", "level", "marking", "audience");
        return fields.Count == 0
            ? throw new Refused("Nothing is changed: the evidence says all of this already.")
            : await SaveAsync(write, described, stored.Content, fields, reason: "", context.CancellationToken);
    }
}
