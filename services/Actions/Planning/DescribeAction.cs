using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.ActionReply> DescribeAction(V1.DescribeActionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var actionId = Ids.Parse("action", request.ActionId);
        var check = new RequestCheck();
        var description = ActionDescription.Read(request, check);
        var reason = RecordedChange.Read(request.Reason, check, required: false);
        var (stored, choices) = await database.QueryMultipleAsync(
            write.AndPeople(),
            $"""
            {StoredAction.Select};
            {ActionChoices.Select}
            """,
            new { write.TenantId, actionId, owner = description.OwnerId, post = description.OwnerPostId, today = clock.Today() },
            async results => (await StoredAction.ReadAsync(results), await ActionChoices.ReadAsync(results)),
            context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        description = description.CheckAgainst(check, choices, stored.Plan!, action);
        check.ThrowIfRefused();

        var (described, changes) = action.Describe(description);
        return await SaveActionAsync(
            write,
            described.ToReply(),
            stored,
            new(described, V1.ActionChangeKind.DescribedAnew, changes, reason),
            context.CancellationToken,
            """
            -- A theme that is removed meanwhile waits for this, or this sees it.
            with seen as (select from theme where tenant_id = @TenantId and theme_id = @ThemeId and not removed for share)
            select require_changed(@ThemeId::uuid is null or exists (select from seen))
            """ + Notice.Insert,
            new
            {
                described.ThemeId,
                Notices = Notice.ToJson(ActionNotices.HandedOver(action, described, write.Caller, clock.NowAsStored())),
            });
    }
}
