using System.Globalization;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.AskForDates)]
    public override async Task<V1.ActionPartReply> AskForDate(V1.AskForDateRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadActionAsync(write, Ids.Parse("action", request.ActionId), context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        if (!access.MayAskForDate(access.Require(stored.Action, stored.Inspection)))
        {
            throw new Forbidden("Only the owner of this action, their deputy, or an agency lead of an agency that leads it, may ask for a new date.");
        }

        var action = stored.Expect(access, request.ExpectedVersion);
        var (to, reason, explanation) = DateChange.Read("to", request.To, request.Reason, request.Explanation);
        var now = clock.NowAsStored();
        var asked = action.AskFor(to, now.DateInLondon());
        var dateRequest = DateRequest.Of(action, to, reason, explanation, write.Caller.PersonId, now);
        var why = ((int)reason).ToString(CultureInfo.InvariantCulture);
        return await SaveActionAsync(
            write,
            PartReply(dateRequest.RequestId, asked, dateRequest.Version),
            stored,
            new(
                asked,
                V1.ActionChangeKind.DateAskedFor,
                [.. DateAskedForChanges(action, asked), new() { Field = "date_request.reason", To = why }],
                explanation),
            context.CancellationToken,
            DateRequest.Save + Notice.Insert,
            new
            {
                DateRequests = DateRequest.ToRows(dateRequest),
                Notices = Notice.ToJson(ActionNotices.DateAskedFor(action, dateRequest, write.Caller)),
            },
            dateRequest.Changed());
    }

    private static IReadOnlyList<V1.FieldChange> DateAskedForChanges(Action before, Action after) =>
        FieldChanges.Between(before.ToProto(lastUpdate: null), after.ToProto(lastUpdate: null), "date_asked_for");
}
