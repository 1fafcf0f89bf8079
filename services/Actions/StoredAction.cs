using Dapper;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>An action as it is stored, with the inspection that says who may see it, its newest update, and its plan.</summary>
public sealed record StoredAction(Action? Action, Inspection? Inspection, ActionUpdate? LastUpdate, ActionPlan? Plan)
{
    /// <summary>
    /// The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c> and <c>actionId</c>.
    /// </summary>
    public const string Select =
        """
        select action.*, post.holder_id as post_holder_id
        from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and action.action_id = @actionId;
        select inspection.* from action join inspection using (tenant_id, inspection_id)
        where tenant_id = @TenantId and action_id = @actionId;
        select * from action_update where tenant_id = @TenantId and action_id = @actionId order by action_version desc limit 1;
        select action_plan.* from action join action_plan using (tenant_id, plan_id)
        where tenant_id = @TenantId and action_id = @actionId
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<StoredAction> ReadAsync(SqlMapper.GridReader results) => new(
        await results.ReadSingleOrDefaultAsync<Action>(),
        await results.ReadSingleOrDefaultAsync<Inspection>(),
        await results.ReadSingleOrDefaultAsync<ActionUpdate>(),
        await results.ReadSingleOrDefaultAsync<ActionPlan>());

    /// <summary>The action for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    /// <exception cref="Refused">Its plan is closed.</exception>
    /// <exception cref="Conflict">It has changed since.</exception>
    public Action Expect(PlanAccess access, long expectedVersion)
    {
        var action = access.Require(Action, Inspection);
        Plan!.RefuseIfClosed();
        return action.Version == expectedVersion ? action : throw new Conflict(action.Version);
    }
}
