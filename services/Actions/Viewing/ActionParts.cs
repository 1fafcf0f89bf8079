using Dapper;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>What stands beside an action: its milestones, readings, requests for a date, and the actions at its sides.</summary>
public sealed record ActionParts(
    IReadOnlyList<Milestone> Milestones,
    IReadOnlyList<CoverageReading> Coverage,
    IReadOnlyList<DateRequest> DateRequests,
    IReadOnlyList<Action> Neighbours,
    IReadOnlyDictionary<Guid, Inspection> Inspections)
{
    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c> and <c>actionId</c>.</summary>
    public const string Select =
        """
        select * from milestone where tenant_id = @TenantId and action_id = @actionId and not removed order by due_on, milestone_id;
        select * from coverage_reading where tenant_id = @TenantId and action_id = @actionId
        order by taken_on desc, action_version desc limit 50;
        select * from date_request where tenant_id = @TenantId and action_id = @actionId order by asked_at desc, request_id desc limit 50;
        select action.*, holder_id as post_holder_id
        from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and (
          action_id in (
            select (one ->> 'action_id')::uuid from action waiting cross join jsonb_array_elements(waiting.depends_on) one
            where waiting.tenant_id = @TenantId and waiting.action_id = @actionId)
          or (withdrawn_because = '' and depends_on @> jsonb_build_array(jsonb_build_object('action_id', @actionId::text))))
        order by due_on, reference, draft;
        select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<ActionParts> ReadAsync(SqlMapper.GridReader results) => new(
        [.. await results.ReadAsync<Milestone>()],
        [.. await results.ReadAsync<CoverageReading>()],
        [.. await results.ReadAsync<DateRequest>()],
        [.. await results.ReadAsync<Action>()],
        (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId));

    /// <summary>Those that the caller sees, of what the action waits for and of what waits for it.</summary>
    public IEnumerable<V1.Neighbour> NeighboursOf(Action action, PlanAccess access)
    {
        var waitedFor = Dependency.FromJson(action.DependsOn).Select(one => one.ActionId).ToHashSet();
        return
            from other in Neighbours
            let inspection = Inspections.GetValueOrDefault(other.InspectionId)
            where inspection is not null && access.Sees(other, inspection)
            let first = waitedFor.Contains(other.ActionId) ? other : action
            let second = first == other ? action : other
            select new V1.Neighbour
            {
                ActionId = other.ActionId.ToString(),
                Reference = other.ToReply().Reference,
                Title = other.Title,
                DueOn = other.DueOn.ToIso(),
                Delivery = other.Delivery,
                WaitedFor = first == other,
                TooLate = first.IsOpen && first.DueOn > second.DueOn,
            };
    }
}
