using Dapper;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>A plan as it is stored, with the inspection that says who may see it, and the partnership.</summary>
public sealed record StoredPlan(ActionPlan? Plan, Inspection? Inspection, Partnership? Partnership)
{
    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c> and <c>planId</c>.</summary>
    public const string Select =
        """
        select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
        select inspection.* from inspection join action_plan using (tenant_id, inspection_id) where tenant_id = @TenantId and plan_id = @planId;
        select * from partnership where tenant_id = @TenantId
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<StoredPlan> ReadAsync(SqlMapper.GridReader results) => new(
        await results.ReadSingleOrDefaultAsync<ActionPlan>(),
        await results.ReadSingleOrDefaultAsync<Inspection>(),
        await results.ReadSingleOrDefaultAsync<Partnership>());

    /// <summary>The plan for a change of it or of a part.</summary>
    /// <param name="access">The caller's.</param>
    /// <param name="part">What the caller named where it was not the plan itself: who does not see the plan sees none of its parts.</param>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    /// <exception cref="Refused">It is closed.</exception>
    public ActionPlan Expect(PlanAccess access, string part = "action plan")
    {
        var plan = Plan is not null && Inspection is not null && access.Sees(Inspection) ? Plan : throw new NotFound(part);
        plan.RefuseIfClosed();
        return plan;
    }

    /// <summary>The plan for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="Conflict">It has changed since.</exception>
    /// <inheritdoc cref="Expect(PlanAccess, string)"/>
    public ActionPlan Expect(PlanAccess access, long expectedVersion)
    {
        var plan = Expect(access);
        return plan.Version == expectedVersion ? plan : throw new Conflict(plan.Version);
    }

    public Partnership RequirePartnership() =>
        Partnership ?? throw new Refused("The partnership is still being set up. Nothing was saved; try again in a minute.");
}
