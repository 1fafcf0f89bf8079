using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    // Whether one of these, or anything that they wait for, waits for the action.
    private const string WaitsInACircle =
        """
        with recursive waited_for (action_id) as (
          select unnest(@others)
          union
          select (one ->> 'action_id')::uuid
          from waited_for join action on action.tenant_id = @TenantId and action.action_id = waited_for.action_id
          cross join jsonb_array_elements(depends_on) one
          where one ->> 'action_id' is not null)
        select exists (select from waited_for where action_id = @actionId)
        """;

    [Authorize(Policies.SetDependencies)]
    public override async Task<V1.ActionReply> SetDependencies(V1.SetDependenciesRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var check = new RequestCheck();
        var dependencies = Dependency.Read(request.DependsOn, check);
        var actionId = Ids.Parse("action", request.ActionId);
        var others = dependencies.Select(one => one.ActionId).OfType<Guid>().ToArray();
        var (stored, found, inspections, circle) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredAction.Select};
            select action.*, holder_id as post_holder_id
            from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
            where action.tenant_id = @TenantId and action_id = any(@others) and withdrawn_because = '';
            select inspection_id, phase, reader_ids from inspection where tenant_id = @TenantId;
            {WaitsInACircle}
            """,
            new { write.TenantId, actionId, others },
            async results => (
                await StoredAction.ReadAsync(results),
                (await results.ReadAsync<Action>()).ToArray(),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
                await results.ReadSingleAsync<bool>()),
            context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        if (!access.MaySetDependencies(access.Require(stored.Action, stored.Inspection)))
        {
            throw new Forbidden("Only the partnership manager, or an agency lead of an agency that leads this action, may say what it waits for.");
        }

        var action = stored.Expect(access, request.ExpectedVersion);
        // What stands may stay, though this caller does not see it.
        var standing = Dependency.FromJson(action.DependsOn).Select(one => one.ActionId).OfType<Guid>();
        var choosable = found
            .Where(other => inspections.GetValueOrDefault(other.InspectionId) is { } inspection && access.Sees(other, inspection)).ToArray();
        check.That(!others.Contains(actionId), "depends_on", "An action cannot wait for itself.");
        check.That(
            !others.Except(standing).Except(choosable.Select(other => other.ActionId)).Any(), "depends_on", "Choose actions of this partnership.");
        // Whoever sees the action sees the id of what it waits for, and so that there is something.
        check.That(
            choosable.All(other => other.InspectionId == action.InspectionId || inspections[other.InspectionId].IsPublished),
            "depends_on",
            "An action of an inspection that is not published can be waited for within its own plan alone.");
        check.ThrowIfRefused();
        if (circle)
        {
            throw new Refused("These actions would wait for each other in a circle. Leave out what already waits for this action.");
        }

        var waiting = action.WaitFor(dependencies);
        return await SaveActionAsync(
            write,
            waiting.ToReply(),
            stored,
            new(
                waiting,
                V1.ActionChangeKind.DependenciesChanged,
                FieldChanges.Between(action.ToProto(lastUpdate: null), waiting.ToProto(lastUpdate: null), "depends_on")),
            context.CancellationToken,
            // Two that would close a circle at once come one after the other; the second then sees the first.
            $"""
            select from partnership where tenant_id = @TenantId for update;
            select require_changed(not circle.found) from ({WaitsInACircle}) circle (found)
            """,
            new { actionId, others });
    }
}
