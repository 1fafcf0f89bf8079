using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> PauseAction(V1.PauseActionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadActionAsync(write, Ids.Parse("action", request.ActionId), context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        var reviewOn = check.Date("review_on", request.ReviewOn, "The day on which it is looked at again");
        check.That(request.ReviewOn.Length > 0, "review_on", "Enter the day on which it is looked at again.");
        check.ThrowIfRefused();
        var paused = action.Pause(reason, reviewOn.GetValueOrDefault(), clock.Today());
        return await SaveActionAsync(
            write,
            paused.ToReply(),
            stored,
            new(paused, V1.ActionChangeKind.Paused, [.. PauseChanges(action, paused)], reason),
            context.CancellationToken);
    }

    private static IEnumerable<V1.FieldChange> PauseChanges(Action before, Action after) => FieldChanges.Within(
        "pause", before.ToProto(lastUpdate: null).Pause ?? new(), after.ToProto(lastUpdate: null).Pause ?? new(), "since", "review_on");
}
