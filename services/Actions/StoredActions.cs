using Dapper;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>Several actions of one plan as they are stored.</summary>
public sealed record StoredActions(
    IReadOnlyDictionary<Guid, Action> Actions,
    IReadOnlyDictionary<Guid, ActionUpdate> LastUpdates,
    IReadOnlyDictionary<Guid, Inspection> Inspections,
    IReadOnlyList<ActionPlan> Plans)
{
    private const int Most = 100;

    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c> and <c>ids</c>.</summary>
    public const string Select =
        """
        select action.*, holder_id as post_holder_id
        from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and action_id = any(@ids);
        select distinct on (action_id) * from action_update where tenant_id = @TenantId and action_id = any(@ids)
        order by action_id, action_version desc;
        select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId;
        select * from action_plan where tenant_id = @TenantId and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = any(@ids))
        """;

    /// <summary>The same for the actions whose ids a query gives.</summary>
    public static string SelectOf(string ids) => Select.Replace("any(@ids)", $"any({ids})", StringComparison.Ordinal);

    /// <summary>Ids of those that a request names.</summary>
    /// <exception cref="Invalid">None, or too many.</exception>
    /// <exception cref="NotFound">One is no id.</exception>
    public static Guid[] Ids(IReadOnlyList<V1.ActionVersion> actions)
    {
        new RequestCheck()
            .That(actions.Count is > 0 and <= Most, "actions", "Choose from 1 to 100 actions.")
            .That(actions.DistinctBy(one => one.ActionId).Count() == actions.Count, "actions", "Choose each action once.")
            .ThrowIfRefused();
        return [.. actions.Select(one => Errors.Ids.Parse("action", one.ActionId))];
    }

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<StoredActions> ReadAsync(SqlMapper.GridReader results) => new(
        (await results.ReadAsync<Action>()).ToDictionary(action => action.ActionId),
        (await results.ReadAsync<ActionUpdate>()).ToDictionary(update => update.ActionId),
        (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
        [.. await results.ReadAsync<ActionPlan>()]);

    /// <summary>The actions, in the order asked, for a change by somebody who has seen these versions of them.</summary>
    /// <exception cref="NotFound">The caller does not see one.</exception>
    /// <exception cref="Invalid">They are not all of one plan.</exception>
    /// <exception cref="Refused">Their plan is closed.</exception>
    /// <exception cref="Conflict">One has changed since.</exception>
    public IReadOnlyList<Action> Expect(PlanAccess access, IReadOnlyList<V1.ActionVersion> expected)
    {
        var actions = Require(access, expected.Select(one => one.ActionId));
        if (Plans.Count > 1)
        {
            throw new Invalid("actions", "Choose actions of one plan.");
        }

        return ExpectOfAnyPlan(actions, expected);
    }

    /// <summary>The same where they may be of several plans.</summary>
    /// <inheritdoc cref="Expect"/>
    public IReadOnlyList<Action> ExpectOfAnyPlan(PlanAccess access, IReadOnlyList<V1.ActionVersion> expected) =>
        ExpectOfAnyPlan(Require(access, expected.Select(one => one.ActionId)), expected);

    /// <summary>The actions of these ids, in their order.</summary>
    /// <exception cref="NotFound">The caller does not see one.</exception>
    public IReadOnlyList<Action> Require(PlanAccess access, IEnumerable<string> ids) =>
    [
        .. ids.Select(id => Actions.GetValueOrDefault(Guid.Parse(id)))
            .Select(action => access.Require(action, Inspections.GetValueOrDefault(action?.InspectionId ?? Guid.Empty))),
    ];

    private IReadOnlyList<Action> ExpectOfAnyPlan(IReadOnlyList<Action> actions, IReadOnlyList<V1.ActionVersion> expected)
    {
        foreach (var plan in Plans)
        {
            plan.RefuseIfClosed();
        }

        return actions.Zip(expected).FirstOrDefault(pair => pair.First.Version != pair.Second.ExpectedVersion) is { First: { } changed }
            ? throw new Conflict(changed.Version)
            : actions;
    }
}
