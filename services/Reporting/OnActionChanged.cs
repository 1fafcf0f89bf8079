using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Store;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>
/// Keeps the actions, as records and as lists show them, and their partnership's counts. One that was withdrawn is in none of
/// them: its owner alone still shows it.
/// </summary>
public sealed class OnActionChanged(TimeProvider clock) : IRangeHandler<ActionChanged>
{
    private static readonly string Keep = Records.InTurn + PlanPosition.TakeAwayActions + ListedAction.Keep + PlanPosition.AddActions;

    private const string ShareAnew = Records.InTurn + PlanParts.Share + OfSeveralActions.Share + EvidenceItems.Count;

    private static readonly string Erase =
        Records.InTurn + PlanPosition.TakeAwayActions + "delete from listed_action where tenant_id = @TenantId and action_id = any (@ids)";

    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<ActionChanged>> received)
    {
        var today = clock.Today();
        var told = received.Where(action => !IsGone(action)).ToArray();
        if (told.Length > 0)
        {
            var actions = ListedAction.ToJson(told.Select(ListedAction.Of));
            await context.ExecuteAsync(
                Keep, new { context.TenantId, today, ids = told.Select(action => Guid.Parse(action.AggregateId)).ToArray(), actions });
            await Records.KeepAsync(
                context,
                Records.Action,
                [
                    .. told.Select(action => new Record(
                        Guid.Parse(action.AggregateId), action.Version, action.State.Action.ToByteArray()) { ActionId = Guid.Parse(action.AggregateId) }),
                ]);
        }

        var erased = received.Where(IsGone).Select(action => Guid.Parse(action.AggregateId)).ToArray();
        if (erased.Length > 0)
        {
            await context.ExecuteAsync(Erase, new { context.TenantId, today, ids = erased });
            await Records.EraseAsync(context, Records.Action, erased);
        }

        Guid[] ids = [.. received.Select(action => Guid.Parse(action.AggregateId))];
        await context.ExecuteAsync(ShareAnew, new { context.TenantId, ids });
    }

    private static bool IsGone(Received<ActionChanged> action) => action.Erased || action.State.Action.WithdrawnBecause.Length > 0;
}
