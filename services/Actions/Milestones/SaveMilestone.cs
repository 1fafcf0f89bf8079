using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.ReportProgress)]
    public override async Task<V1.ActionPartReply> SaveMilestone(V1.SaveMilestoneRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (stored, milestones) = await ReadMilestonesAsync(write, request.ActionId, context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        access.RequireMayUpdate(access.Require(stored.Action, stored.Inspection));
        var action = stored.Expect(access, request.ExpectedVersion);
        var id = request.MilestoneId.Length == 0 ? Guid.CreateVersion7() : Ids.Parse("milestone", request.MilestoneId);
        var before = milestones.SingleOrDefault(one => one.MilestoneId == id);
        if (before is null && request.MilestoneId.Length > 0)
        {
            throw new NotFound("milestone");
        }

        var milestone = (before ?? new() { MilestoneId = id, ActionId = action.ActionId }).Say(request, write.Caller.PersonId, clock.Today());
        if (before is null && milestones.Count >= Milestone.MostOfAnAction)
        {
            throw new Refused("An action can have at most 50 milestones.");
        }

        if (milestone with { Version = milestone.Version - 1 } == before)
        {
            throw new Refused("Nothing is changed: the milestone says all of this already.");
        }

        var changed = action.WithMilestones([.. milestones.Where(one => one.MilestoneId != id), milestone]);
        var reply = PartReply(milestone.MilestoneId, changed, milestone.Version);
        return await SaveMilestoneAsync(write, reply, stored, changed, before, milestone, reason: "", context.CancellationToken);
    }

    private static V1.ActionPartReply PartReply(Guid partId, Action action, long version) => new()
    {
        PartId = partId.ToString(),
        ActionId = action.ActionId.ToString(),
        ActionVersion = action.Version,
        Version = version,
    };

    /// <summary>An action with those of its milestones that are not removed.</summary>
    private Task<(StoredAction Stored, IReadOnlyList<Milestone> Milestones)> ReadMilestonesAsync(
        Write write, string actionId, CancellationToken ct) => database.QueryMultipleAsync<(StoredAction, IReadOnlyList<Milestone>)>(
            write,
            $"""
            {StoredAction.Select};
            select * from milestone where tenant_id = @TenantId and action_id = @actionId and not removed
            """,
            new { write.TenantId, actionId = Ids.Parse("action", actionId) },
            async results => (await StoredAction.ReadAsync(results), [.. await results.ReadAsync<Milestone>()]),
            ct);

    private Task<TReply> SaveMilestoneAsync<TReply>(
        Write write, TReply reply, StoredAction stored, Action action, Milestone? before, Milestone milestone, string reason, CancellationToken ct)
        where TReply : Google.Protobuf.IMessage<TReply> => SaveActionAsync(
            write,
            reply,
            stored,
            new(action, V1.ActionChangeKind.MilestonesChanged, Milestone.Changes(before, milestone), reason),
            ct,
            """
            insert into milestone as kept (tenant_id, milestone_id, action_id, title, due_on, done_on, done_by, removed, version)
            values (@TenantId, @MilestoneId, @ActionId, @Title, @DueOn, @DoneOn, @DoneBy, @Removed, @Version)
            on conflict (tenant_id, milestone_id) do update set title = excluded.title, due_on = excluded.due_on,
              done_on = excluded.done_on, done_by = excluded.done_by, removed = excluded.removed, version = excluded.version
            """,
            new
            {
                milestone.MilestoneId,
                milestone.ActionId,
                milestone.Title,
                milestone.DueOn,
                milestone.DoneOn,
                milestone.DoneBy,
                milestone.Removed,
                milestone.Version,
            },
            milestone.Changed());
}
