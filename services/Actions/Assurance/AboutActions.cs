using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>The actions that an audit, a measure of impact or a voice is about: at least one, and of them each reader knows those that they see.</summary>
public static class AboutActions
{
    private const int Most = 50;

    /// <summary>Ids of the actions that a request chooses.</summary>
    /// <exception cref="NotFound">One is no id.</exception>
    public static Guid[] ReadIds(IReadOnlyCollection<string> ids, RequestCheck check)
    {
        check.That(ids.Count is > 0 and <= Most, "action_ids", "Choose from 1 to 50 actions.")
            .That(ids.Distinct().Count() == ids.Count, "action_ids", "Choose each action once.");
        return [.. ids.Select(id => Ids.Parse("action", id))];
    }

    /// <summary>Every action with who owns it by their post, and the inspections that say who may see it. Parameter: <c>TenantId</c>.</summary>
    /// <param name="ids">A query of the actions' ids.</param>
    public static string Select(string ids) =>
        $"""
        select action.*, holder_id as post_holder_id
        from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and action_id in ({ids});
        select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId
        """;

    /// <summary>Those of a record that the caller sees, in its order; none where they do not see it at all.</summary>
    public static Guid[] SeenBy(PlanAccess access, Guid[] ids, IReadOnlyDictionary<Guid, Action> actions, Inspection? inspection) =>
        inspection is null ? [] : [.. ids.Where(id => access.Sees(actions[id], inspection))];

    /// <summary>What a record is about once a request has chosen: what the caller does not see stays.</summary>
    /// <param name="access">The caller's.</param>
    /// <param name="before">What it was about; none for a new one.</param>
    /// <param name="chosen">By the request, as the caller sees them.</param>
    /// <param name="stored">Those before and those chosen.</param>
    /// <param name="plan">Whose they have to be.</param>
    /// <param name="check">Collects what is refused.</param>
    public static Guid[] Choose(
        PlanAccess access, Guid[] before, IReadOnlyList<Action> chosen, StoredActions stored, ActionPlan plan, RequestCheck check)
    {
        var seen = SeenBy(access, before, stored.Actions, stored.Inspections.GetValueOrDefault(plan.InspectionId));
        Guid[] after = [.. before.Except(seen), .. chosen.Select(action => action.ActionId)];
        check.That(
                chosen.All(action => action.PlanId == plan.PlanId && (action.WithdrawnBecause.Length == 0 || before.Contains(action.ActionId))),
                "action_ids",
                "Choose actions of this plan.")
            .That(after.Length <= Most, "action_ids", "Choose from 1 to 50 actions.");
        return before.Order().SequenceEqual(after.Order()) ? before : after;
    }
}
