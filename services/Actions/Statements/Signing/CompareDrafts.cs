using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.ReadWholePlans)]
    public override async Task<V1.CompareDraftsReply> CompareDrafts(V1.CompareDraftsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var whole = await ReadWholeAsync(caller, request.StatementId, context.CancellationToken);
        var kept = await database.QueryAsync<(int Number, byte[] Content)>(
            TenantScope.Of(caller.TenantId),
            """
            select number, content from statement_draft
            join statement_content on statement_content.tenant_id = @TenantId
              and statement_content.statement_id = statement_draft.statement_id and sha256 = content_sha256
            where statement_draft.tenant_id = @TenantId and statement_draft.statement_id = @StatementId and number in (@From, @To)
            """,
            new { caller.TenantId, whole.Statement.StatementId, From = request.FromNumber, To = request.ToNumber },
            context.CancellationToken);
        var drafts = kept.ToDictionary(draft => draft.Number, draft => V1.StatementContent.Parser.ParseFrom(draft.Content));
        new RequestCheck()
            .That(drafts.ContainsKey(request.FromNumber), "from_number", "Choose one of the drafts.")
            .That(request.ToNumber == 0 || drafts.ContainsKey(request.ToNumber), "to_number", "Choose one of the drafts, or the present text.")
            .ThrowIfRefused();
        var to = request.ToNumber == 0 ? whole.LiveContent : drafts[request.ToNumber];
        return new V1.CompareDraftsReply { Changes = { whole.ChangesBetween(drafts[request.FromNumber], to) } };
    }
}
