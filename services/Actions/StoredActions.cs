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
        select * from action where tenant_id = @TenantId and action_id = any(@ids);
        select distinct on (action_id) * from action_update where tenant_id = @TenantId and action_id = any(@ids)
        order by action_id, action_version desc;
        select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId;
        select * from action_plan where tenant_id = @TenantId and plan_id in (
          select plan_id from action where tenant_id = @TenantId and action_id = any(@ids))
        """;

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
        var actions = expected.Select(one => Actions.GetValueOrDefault(Guid.Parse(one.ActionId)))
            .Select(action => access.Require(action, Inspections.GetValueOrDefault(action?.InspectionId ?? Guid.Empty)))
            .ToArray();
        if (Plans.Count > 1)
        {
            throw new Invalid("actions", "Choose actions of one plan.");
        }

        Plans.Single().RefuseIfClosed();
        return actions.Zip(expected).FirstOrDefault(pair => pair.First.Version != pair.Second.ExpectedVersion) is { First: { } changed }
            ? throw new Conflict(changed.Version)
            : actions;
    }
}
