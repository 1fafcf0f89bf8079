using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> ResumeAction(V1.ResumeActionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadActionAsync(write, Ids.Parse("action", request.ActionId), context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check, required: false);
        check.ThrowIfRefused();
        var resumed = action.Resume();
        return await SaveActionAsync(
            write,
            resumed.ToReply(),
            stored,
            new(resumed, V1.ActionChangeKind.Resumed, [.. PauseChanges(action, resumed)], reason),
            context.CancellationToken);
    }
}
