using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.EvidenceReply> WithdrawEvidence(V1.WithdrawEvidenceRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadAsync(write, request.EvidenceId, context.CancellationToken);
        var item = stored.Expect(new EvidenceAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        return await SaveAsync(
            write,
            item.Withdraw(reason),
            stored.Content.TakenBack(),
            [new() { Field = "withdrawn_because", To = reason }],
            reason,
            context.CancellationToken,
            EvidenceContent.TakeBack,
            new { TakenFileId = stored.Content.FileId, EvidenceContent.TakenBecause });
    }
}
