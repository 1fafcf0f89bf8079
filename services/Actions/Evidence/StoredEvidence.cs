using Dapper;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>An item as it is stored, with the versions of what it holds, its actions, and what says who may see and change it.</summary>
public sealed record StoredEvidence(
    EvidenceItem? Item, IReadOnlyList<EvidenceContent> Contents, IReadOnlyList<Action> Actions, Inspection? Inspection, ActionPlan? Plan)
{
    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c> and <c>evidenceId</c>.</summary>
    public const string Select =
        $"""
        select evidence_item.*, (
          select array_agg(action_id order by action_id) from evidence_of_action
          where tenant_id = @TenantId and evidence_id = @evidenceId) as action_ids
        from evidence_item where tenant_id = @TenantId and evidence_id = @evidenceId;
        {EvidenceContent.Select} where tenant_id = @TenantId and evidence_id = @evidenceId order by number desc;
        select action.*, holder_id as post_holder_id
        from evidence_of_action join action using (tenant_id, action_id)
          left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and evidence_id = @evidenceId order by reference, draft;
        select inspection.* from evidence_item join inspection using (tenant_id, inspection_id)
        where tenant_id = @TenantId and evidence_id = @evidenceId;
        select action_plan.* from evidence_item join action_plan using (tenant_id, plan_id)
        where tenant_id = @TenantId and evidence_id = @evidenceId
        """;

    /// <summary>The present version of what it holds.</summary>
    public EvidenceContent Content => Contents[0];

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<StoredEvidence> ReadAsync(SqlMapper.GridReader results) => new(
        await results.ReadSingleOrDefaultAsync<EvidenceItem>(),
        [.. await results.ReadAsync<EvidenceContent>()],
        [.. await results.ReadAsync<Action>()],
        await results.ReadSingleOrDefaultAsync<Inspection>(),
        await results.ReadSingleOrDefaultAsync<ActionPlan>());

    /// <exception cref="NotFound">There is none that the caller knows of.</exception>
    public EvidenceItem Require(EvidenceAccess access) =>
        Item is not null && Inspection is not null && access.Plans.Sees(Inspection) && access.KnowsOf(Item, Actions)
            ? Item
            : throw new NotFound("evidence");

    /// <summary>The item for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="NotFound">There is none that the caller knows of.</exception>
    /// <exception cref="Forbidden">The caller may not change it.</exception>
    /// <exception cref="Refused">Its plan is closed.</exception>
    /// <exception cref="Conflict">It has changed since.</exception>
    public EvidenceItem Expect(EvidenceAccess access, long expectedVersion)
    {
        var item = Require(access);
        access.RequireMayChange(item);
        Plan!.RefuseIfClosed();
        return item.Version == expectedVersion ? item : throw new Conflict(item.Version);
    }
}
