using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> DecideDate(V1.DecideDateRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (asked, stored) = await ReadDateRequestAsync(write, request.RequestId, request.ExpectedVersion, context.CancellationToken);
        var check = new RequestCheck();
        var words = check.Text("words", request.Words, "The reason why the date stays", RecordedChange.LongestReason, required: !request.Approved);
        check.ThrowIfRefused();
        var (action, now) = (stored.Action!, clock.NowAsStored());
        var decided = asked.Decide(
            request.Approved ? V1.DateRequestState.Approved : V1.DateRequestState.Declined, words, write.Caller.PersonId, now);
        if (!request.Approved)
        {
            return await SaveKeptDateAsync(write, stored, decided, words, context.CancellationToken);
        }

        if (asked.ToDate < now.DateInLondon())
        {
            throw new Refused("The date that was asked for has passed. Decline it, and another can be asked for.");
        }

        // The reason is the asker's; it is the manager who moves the date.
        var moved = action.MoveDueDate(asked.ToDate, now, write.Caller.PersonId);
        var change = DateChange.Of(action, moved, asked.Reason, asked.Explanation, write.Caller.PersonId, now);
        return await SaveMovedDateAsync(write, stored, moved, change, decided, context.CancellationToken);
    }

    /// <summary>Saves an action whose date stays after all, with the request that is settled so.</summary>
    private Task<V1.ActionReply> SaveKeptDateAsync(
        Write write, StoredAction stored, DateRequest settled, string reason, CancellationToken ct)
    {
        var kept = stored.Action!.KeepDate();
        return SaveActionAsync(
            write,
            kept.ToReply(),
            stored,
            new(kept, V1.ActionChangeKind.DateNotMoved, DateAskedForChanges(stored.Action, kept), reason),
            ct,
            DateRequest.Save + Notice.Insert,
            new
            {
                DateRequests = DateRequest.ToRows(settled),
                Notices = Notice.ToJson(ActionNotices.DateDecided(kept, settled, write.Caller)),
            },
            settled.Changed());
    }

    /// <summary>A request as the caller may see it, with its action, for a change by somebody who has seen this version of it.</summary>
    private async Task<(DateRequest Request, StoredAction Stored)> ReadDateRequestAsync(
        Write write, string requestId, long expectedVersion, CancellationToken ct)
    {
        var id = Ids.Parse("request", requestId);
        var request = await database.QuerySingleOrDefaultAsync<DateRequest>(
            write, "select * from date_request where tenant_id = @TenantId and request_id = @id", new { write.TenantId, id }, ct)
            ?? throw new NotFound("request");
        var stored = await ReadActionAsync(write, request.ActionId, ct);
        if (!new PlanAccess(write.Caller).Sees(stored.Action!, stored.Inspection!))
        {
            throw new NotFound("request");
        }

        stored.Plan!.RefuseIfClosed();
        return request.Version == expectedVersion ? (request, stored) : throw new Conflict(request.Version);
    }
}
