using Dapper;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>An action as it is stored, with the inspection that says who may see it and its newest update.</summary>
public sealed record StoredAction(Action? Action, Inspection? Inspection, ActionUpdate? LastUpdate)
{
    /// <param name="results">Of the action, its inspection, and its newest update.</param>
    public static async Task<StoredAction> ReadAsync(SqlMapper.GridReader results) => new(
        await results.ReadSingleOrDefaultAsync<Action>(),
        await results.ReadSingleOrDefaultAsync<Inspection>(),
        await results.ReadSingleOrDefaultAsync<ActionUpdate>());

    /// <summary>The action for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    /// <exception cref="Conflict">It has changed since.</exception>
    public Action Expect(PlanAccess access, long expectedVersion)
    {
        var action = access.Require(Action, Inspection);
        return action.Version == expectedVersion ? action : throw new Conflict(action.Version);
    }
}
