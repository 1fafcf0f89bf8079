using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> CloseAction(V1.CloseActionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (stored, successor) = await ReadForClosingAsync(write, request.ActionId, request.SupersededBy, context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        var closed = action.Close(request, successor, reason, clock.Today(), check);
        return await SaveActionAsync(
            write,
            closed.ToReply(),
            stored,
            new(closed, V1.ActionChangeKind.Closed, ClosingChanges(action, closed), reason),
            context.CancellationToken);
    }

    private static IReadOnlyList<V1.FieldChange> ClosingChanges(Action before, Action after) =>
    [
        .. FieldChanges.Between(before.ToProto(lastUpdate: null), after.ToProto(lastUpdate: null), "delivery"),
        .. FieldChanges.Between(
            before.ToProto(lastUpdate: null).Closing ?? new(), after.ToProto(lastUpdate: null).Closing ?? new(),
            "as", "superseded_by", "transferred_to"),
        .. PauseChanges(before, after),
    ];
}
