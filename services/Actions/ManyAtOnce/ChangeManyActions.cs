using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ChangeManyActionsReply> ChangeManyActions(V1.ChangeManyActionsRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var ids = StoredActions.Ids(request.Actions);
        var check = new RequestCheck();
        var asked = ManyChanges.Read(request, check);
        var (stored, people, waiting) = await database.QueryMultipleAsync(
            write.AndPeople(),
            $"""
            {StoredActions.Select};
            {ActionPeople.Select};
            select * from date_request where tenant_id = @TenantId and action_id = any(@ids) and state = @Waiting
            """,
            new { write.TenantId, ids, owner = asked.OwnerId, post = asked.OwnerPostId, today = clock.Today(), V1.DateRequestState.Waiting },
            async results => (
                await StoredActions.ReadAsync(results),
                await ActionPeople.ReadAsync(results),
                (await results.ReadAsync<DateRequest>()).ToDictionary(one => one.ActionId)),
            context.CancellationToken);
        var actions = stored.Expect(new PlanAccess(write.Caller), request.Actions);
        asked.CheckAgainst(check, actions, people);
        check.ThrowIfRefused();

        var (now, by) = (clock.NowAsStored(), write.Caller.PersonId);
        var changed = actions.Select(action => asked.MakeOf(action, people, now, by)).ToArray();
        var moves = actions.Zip(changed).Where(pair => pair.First.DueOn != pair.Second.DueOn)
            .Select(pair => DateChange.Of(pair.First, pair.Second, request.DateReason, asked.Note, by, now)).ToArray();
        var approved = moves.Select(move => waiting.GetValueOrDefault(move.ActionId)).OfType<DateRequest>()
            .Select(one => one.Decide(V1.DateRequestState.Approved, ApprovedByMoving, by, now)).ToArray();
        var changes = actions.Zip(changed).Where(pair => pair.First.Version != pair.Second.Version)
            .Select(pair => ChangeOf(pair.First, pair.Second, asked.Note, stored)).ToArray();
        return changes.Length == 0
            ? throw new Refused("Nothing is changed: the actions have this lead, owner and date already.")
            : await SaveActionsAsync(
                write,
                new V1.ChangeManyActionsReply { Actions = { changed.Select(action => action.ToReply()) } },
                changes,
                context.CancellationToken,
                DateChange.Insert + DateRequest.Save + Notice.Insert,
                new
                {
                    DateChanges = DateChange.ToRows(moves),
                    DateRequests = DateRequest.ToRows(approved),
                    Notices = Notice.ToJson(NoticesOf(actions, changed, approved, write.Caller, now)),
                },
                [.. moves.Select(move => move.Recorded()), .. approved.Select(one => one.Changed())]);
    }

    private static IEnumerable<Notice> NoticesOf(
        IReadOnlyList<Action> before, IReadOnlyList<Action> after, IReadOnlyList<DateRequest> approved, Caller by, DateTimeOffset now) =>
    [
        .. before.Zip(after).SelectMany(pair => ActionNotices.HandedOver(pair.First, pair.Second, by, now)),
        .. approved.Select(one => ActionNotices.DateDecided(after.First(action => action.ActionId == one.ActionId), one, by)),
    ];

    private static ActionChange ChangeOf(Action before, Action after, string note, StoredActions stored)
    {
        var fields = FieldChanges.Between(
            before.ToProto(lastUpdate: null), after.ToProto(lastUpdate: null),
            "lead", "joint_leads", "supporting_agency_ids", "owner_id", "owner_post_id");
        return new(after, fields.Count > 0 ? V1.ActionChangeKind.HandedOver : V1.ActionChangeKind.DueDateMoved, fields, note)
        {
            LastUpdate = stored.LastUpdates.GetValueOrDefault(after.ActionId),
        };
    }
}
