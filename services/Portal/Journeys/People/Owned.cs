using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.People;

internal static class Owned
{
    /// <summary>Open actions that somebody owns by name, by plan; those of a post go with the post.</summary>
    public static Task<IReadOnlyList<(ActionPlan Plan, IReadOnlyList<ActionProto> Actions)>> ListOwnedAsync(
        this PartnershipCalls calls, string personId, CancellationToken ct) => calls.ListOwnedAsync(action => action.OwnerId == personId, ct);

    /// <summary>Open actions whose owner it is, by plan.</summary>
    public static async Task<IReadOnlyList<(ActionPlan Plan, IReadOnlyList<ActionProto> Actions)>> ListOwnedAsync(
        this PartnershipCalls calls, Func<ActionProto, bool> isOwner, CancellationToken ct)
    {
        var plans = await calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct);
        var owned = new List<(ActionPlan, IReadOnlyList<ActionProto>)>();
        foreach (var plan in plans.Plans.Where(plan => plan.Closing is null))
        {
            var actions = await calls.ListPlanActionsAsync(plan.PlanId, ct);
            ActionProto[] theirs = [.. actions.Where(action => isOwner(action) && ActionStanding.IsOpen(action))];
            if (theirs.Length > 0)
            {
                owned.Add((plan, theirs));
            }
        }

        return owned;
    }
}
