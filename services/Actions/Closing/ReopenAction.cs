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
        var stored = await ReadActionAsync(write, Ids.Parse("action", request.ActionId), context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        var reopened = action.Reopen(stored.LastUpdate);
        return await SaveActionAsync(
            write,
            reopened.ToReply(),
            stored,
            new(reopened, V1.ActionChangeKind.Reopened, ClosingChanges(action, reopened), reason),
            context.CancellationToken,
            ActionPlan.StaysOpen,
            new { reopened.PlanId });
    }
}
