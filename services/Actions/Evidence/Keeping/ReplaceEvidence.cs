using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.EvidenceReply> ReplaceEvidence(V1.ReplaceEvidenceRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadAsync(write, request.EvidenceId, context.CancellationToken);
        var item = stored.Expect(new EvidenceAccess(write.Caller), request.ExpectedVersion);
        var now = clock.NowAsStored();
        var check = new RequestCheck();
        var given = EvidenceContent.Read(request.FileId, request.Link, request.Inspected, now.DateInLondon(), check);
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        var (replaced, content) = item.Replace(await WithFileAsync(write.Caller, given, context.CancellationToken), write.Caller, now);
        return await SaveAsync(
            write,
            replaced,
            content,
            [new() { Field = "content", From = stored.Content.Text, To = content.Text }],
            reason,
            context.CancellationToken,
            EvidenceContent.Insert + EvidenceContent.TakeBack,
            new { Content = Columns.Of(content), TakenFileId = stored.Content.FileId, EvidenceContent.TakenBecause },
            stored.Content.TakenBack().Kept());
    }
}
