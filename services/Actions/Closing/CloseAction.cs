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
        var (stored, _, successor) = await ReadForClosingAsync(write, request.ActionId, request.SupersededBy, context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        var closed = action.Close(request, successor, reason, clock.Today(), check);
        return await SaveAsync(write, stored, closed, V1.ActionChangeKind.Closed, reason, context.CancellationToken);
    }

    /// <summary>Saves an action that was closed or opened again.</summary>
    private Task<V1.ActionReply> SaveAsync(
        Write write, StoredAction stored, Action action, V1.ActionChangeKind kind, string reason, CancellationToken ct) => database.SaveAsync(
            write,
            action.ToReply(),
            """
            with changed as (
              update action set delivery = @Delivery, closed_as = @ClosedAs, superseded_by = @SupersededBy,
                transferred_to = @TransferredTo, closing_reason = @ClosingReason, closed_on = @ClosedOn,
                completed_on = @CompletedOn, version = @Version
              where tenant_id = @TenantId and action_id = @ActionId and version = @Version - 1 returning 1)
            select require_changed(exists (select from changed))
            """ + RecordedChange.Insert,
            new
            {
                write.TenantId,
                action.ActionId,
                action.Delivery,
                action.ClosedAs,
                action.SupersededBy,
                action.TransferredTo,
                action.ClosingReason,
                action.ClosedOn,
                action.CompletedOn,
                action.Version,
                Changes = RecordedChange.ToJson(RecordedChange.Of(
                    action, kind, ClosingChanges(stored.Action!, action), reason, write.Caller, clock.NowAsStored())),
            },
            [action.Changed(kind, write.Caller, stored.LastUpdate)],
            ct);

    private static IReadOnlyList<V1.FieldChange> ClosingChanges(Action before, Action after) =>
    [
        .. FieldChanges.Between(before.ToProto(lastUpdate: null), after.ToProto(lastUpdate: null), "delivery"),
        .. FieldChanges.Between(
            before.ToProto(lastUpdate: null).Closing ?? new(), after.ToProto(lastUpdate: null).Closing ?? new(),
            "as", "superseded_by", "transferred_to"),
    ];
}
