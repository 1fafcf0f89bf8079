using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ChangeManyActionsReply> AllotActions(V1.AllotActionsRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var ids = StoredActions.Ids(request.Actions);
        var (stored, succession) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredActions.Select};
            {Succession.Select}
            """,
            new { write.TenantId, ids, successionId = Ids.TryParse(request.SuccessionId) },
            async results => (await StoredActions.ReadAsync(results), await results.ReadSingleOrDefaultAsync<Succession>()),
            context.CancellationToken);
        var actions = stored.Expect(new PlanAccess(write.Caller), request.Actions);
        if (succession is null)
        {
            throw new NotFound("succession");
        }

        var check = new RequestCheck();
        var to = succession.ReadSuccessors(request.ToPartnershipIds, check);
        var reason = RecordedChange.Read(request.Reason, check, required: request.ToPartnershipIds.Count == 0);
        check.ThrowIfRefused();
        var allotted = actions.Select(action => action.Allot(succession.SuccessionId, to, reason)).ToArray();
        var changes = actions.Zip(allotted).Where(pair => pair.First.Version != pair.Second.Version)
            .Select(pair => new ActionChange(pair.Second, V1.ActionChangeKind.Allotted, [AllotmentChange(pair.First, pair.Second, succession)], reason)
            {
                LastUpdate = stored.LastUpdates.GetValueOrDefault(pair.Second.ActionId),
            }).ToArray();
        return changes.Length == 0
            ? throw new Refused("Nothing is changed: the actions are allotted so already.")
            : await SaveActionsAsync(
                write,
                new V1.ChangeManyActionsReply { Actions = { allotted.Select(action => action.ToReply()) } },
                changes,
                context.CancellationToken);
    }

    private static V1.FieldChange AllotmentChange(Action before, Action after, Succession succession) => new()
    {
        Field = "allotted_to",
        From = before.AllottedIn is null ? "" : succession.NamesOf(before.AllottedTo),
        To = succession.NamesOf(after.AllottedTo),
    };
}
