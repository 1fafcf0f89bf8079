using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private const string ApprovedByMoving = "The date was moved to the one that was asked for.";

    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> ChangeDueDate(V1.ChangeDueDateRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var actionId = Ids.Parse("action", request.ActionId);
        var (stored, waiting) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredAction.Select};
            select * from date_request where tenant_id = @TenantId and action_id = @actionId and state = @Waiting
            """,
            new { write.TenantId, actionId, V1.DateRequestState.Waiting },
            async results => (await StoredAction.ReadAsync(results), await results.ReadSingleOrDefaultAsync<DateRequest>()),
            context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var (to, reason, explanation) = DateChange.Read("due_on", request.DueOn, request.Reason, request.Explanation);

        var now = clock.NowAsStored();
        var moved = action.MoveDueDate(to, now, write.Caller.PersonId);
        var change = DateChange.Of(action, moved, reason, explanation, write.Caller.PersonId, now);
        var approved = waiting?.Decide(V1.DateRequestState.Approved, ApprovedByMoving, write.Caller.PersonId, now);
        return await SaveMovedDateAsync(write, stored, moved, change, approved, context.CancellationToken);
    }

    /// <summary>Saves an action whose due date was moved, and the request that is settled with it; null where there was none.</summary>
    private Task<V1.ActionReply> SaveMovedDateAsync(
        Write write, StoredAction stored, Action moved, DateChange change, DateRequest? approved, CancellationToken ct)
    {
        IEnumerable<DateRequest> requests = approved is null ? [] : [approved];
        return SaveActionAsync(
            write,
            moved.ToReply(),
            stored,
            new(moved, V1.ActionChangeKind.DueDateMoved, []),
            ct,
            DateChange.Insert + DateRequest.Save + Notice.Insert,
            new
            {
                DateChanges = DateChange.ToRows(change),
                DateRequests = DateRequest.ToRows(requests),
                Notices = Notice.ToJson(requests.Select(one => ActionNotices.DateDecided(moved, one, write.Caller))),
            },
            [change.Recorded(), .. requests.Select(one => one.Changed())]);
    }
}
