using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> RemoveMilestone(V1.RemoveMilestoneRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (stored, milestones) = await ReadMilestonesAsync(write, request.ActionId, context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        var id = Ids.Parse("milestone", request.MilestoneId);
        var before = milestones.SingleOrDefault(one => one.MilestoneId == id) ?? throw new NotFound("milestone");
        var removed = before with { Removed = true, Version = before.Version + 1 };
        var changed = action.WithMilestones([.. milestones.Where(one => one != before)]);
        return await SaveMilestoneAsync(
            write, changed.ToReply(), stored, changed, before, removed, reason, context.CancellationToken);
    }
}
