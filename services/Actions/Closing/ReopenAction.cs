using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> ReopenAction(V1.ReopenActionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (stored, _, _) = await ReadForClosingAsync(write, request.ActionId, successor: "", context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        return await SaveAsync(
            write, stored, action.Reopen(stored.LastUpdate), V1.ActionChangeKind.Reopened, reason, context.CancellationToken);
    }
}
