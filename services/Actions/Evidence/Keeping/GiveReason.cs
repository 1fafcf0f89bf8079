using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    // Given once: somebody else's reason, or that it was taken back, may have come first.
    private const string TakeReason =
        """
        ;
        with given as (
          update stored_file set state = 'Clean', changed_at = @now, version = version + 1
          where tenant_id = @TenantId and file_id = @FileId and state = 'NeedsReason' returning 1)
        select require_changed(exists (select from given))
        """;

    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.EvidenceReply> GiveReason(V1.GiveReasonRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadAsync(write, request.EvidenceId, context.CancellationToken);
        var item = stored.Expect(new EvidenceAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        var content = stored.Content;
        if (content.FileState != FileState.NeedsReason)
        {
            throw new Refused("No reason is asked for this evidence: nothing was found in it, or it was answered already.");
        }

        write.Guard?.Answer(new DoubtedText("content.file", "The file", content.FileFound), reason);
        return await SaveAsync(
            write,
            item.Told(),
            content with { FileState = FileState.Clean },
            [new() { Field = "content.file.found", From = ChildIdentifiers.InWords(content.FileFound) }],
            reason,
            context.CancellationToken,
            TakeReason,
            new { content.FileId, now = clock.NowAsStored() });
    }
}
