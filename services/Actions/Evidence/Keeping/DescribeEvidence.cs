using Grpc.Core;
using Jtai.Errors;
using Jtai.Files;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    // A reason is only ever given to a file that asks for one, once.
    private const string TakeReason =
        """
        ;
        with given as (
          update stored_file set state = 'Clean', why = '', changed_at = @now, version = version + 1
          where tenant_id = @TenantId and file_id = @FileId and state = 'NeedsReason' returning 1)
        select require_changed(exists (select from given))
        """;

    [Authorize(Policies.KeepEvidence)]
    public override async Task<V1.EvidenceReply> DescribeEvidence(V1.DescribeEvidenceRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadAsync(write, request.EvidenceId, context.CancellationToken);
        var item = stored.Expect(new EvidenceAccess(write.Caller), request.ExpectedVersion);
        var described = item.Describe(request);
        var check = new RequestCheck();
        var reason = check.Text("no_child_because", request.NoChildBecause, "Why nobody can tell who a child is", RecordedChange.LongestReason);
        check.That(
            reason.Length == 0 || stored.Content.FileState == FileState.NeedsReason, "no_child_because", "This file needs no such reason. Leave it empty.");
        check.ThrowIfRefused();
        var content = reason.Length == 0 ? stored.Content : stored.Content with { FileState = FileState.Clean, FileWhy = "" };
        var fields = FieldChanges.Between(
            item.ToProto(content), described.ToProto(content), "shows", "dated_on", "kind", "level", "marking", "audience");
        return fields.Count == 0 && reason.Length == 0
            ? throw new Refused("Nothing is changed: the evidence says all of this already.")
            : await SaveAsync(
                write, described, content, fields, reason, context.CancellationToken,
                reason.Length == 0 ? "" : TakeReason, new { content.FileId, now = clock.NowAsStored() });
    }
}
