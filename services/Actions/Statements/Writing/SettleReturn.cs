using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementPartReply> SettleReturn(V1.SettleReturnRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (statement, before) = await ReadReturnAsync(write, request.ReturnId, request.ExpectedVersion, context.CancellationToken);
        statement.StillPrepared("given returns");
        var settled = before.Settle(request, write.Caller.PersonId, clock.NowAsStored(), new RequestCheck());
        // Sent back, it is asked for anew.
        var asked = settled.State == V1.ReturnState.SentBack ? new[] { settled } : [];
        return await SaveAsync(
            write, statement, settled, context.CancellationToken,
            StatementNotices.ReturnsAskedFor(statement, asked, write.Caller, settled.ChangedAt));
    }
}
