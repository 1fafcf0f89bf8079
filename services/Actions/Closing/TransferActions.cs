using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ChangeManyActionsReply> TransferActions(V1.TransferActionsRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var ids = StoredActions.Ids(request.Actions);
        var stored = await database.QueryMultipleAsync(
            write, StoredActions.Select, new { write.TenantId, ids }, StoredActions.ReadAsync, context.CancellationToken);
        var actions = stored.Expect(new PlanAccess(write.Caller), request.Actions);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        var closing = new V1.CloseActionRequest { As = V1.ClosedAs.Transferred, TransferredTo = request.TransferredTo };
        var closed = actions.Select(action => action.Close(closing, successor: null, reason, clock.Today(), check)).ToArray();
        return await SaveActionsAsync(
            write,
            new V1.ChangeManyActionsReply { Actions = { closed.Select(action => action.ToReply()) } },
            [
                .. actions.Zip(closed, (before, after) =>
                    new ActionChange(after, V1.ActionChangeKind.Closed, ClosingChanges(before, after), reason)
                    {
                        LastUpdate = stored.LastUpdates.GetValueOrDefault(after.ActionId),
                    }),
            ],
            context.CancellationToken);
    }
}
