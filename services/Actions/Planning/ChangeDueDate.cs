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
    public override async Task<V1.ActionReply> ChangeDueDate(V1.ChangeDueDateRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var actionId = Ids.Parse("action", request.ActionId);
        var stored = await database.QueryMultipleAsync(
            write,
            """
            select * from action where tenant_id = @TenantId and action_id = @actionId;
            select * from inspection
            where tenant_id = @TenantId
              and inspection_id = (select inspection_id from action where tenant_id = @TenantId and action_id = @actionId);
            select * from action_update where tenant_id = @TenantId and action_id = @actionId
            order by action_version desc limit 1
            """,
            new { write.TenantId, actionId },
            StoredAction.ReadAsync,
            context.CancellationToken);
        var action = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        var (to, reason, explanation) = DateChange.Read(request);

        var now = clock.NowAsStored();
        var moved = action.MoveDueDate(to, now, write.Caller.PersonId);
        var change = DateChange.Of(action, moved, reason, explanation, write.Caller.PersonId, now);
        return await database.SaveAsync(
            write,
            moved.ToReply(),
            """
            with changed as (
              update action set due_on = @ToDate, date_changes = @DateChanges, date_achievable = @DateAchievable,
                assessment_reason = @AssessmentReason, date_moved_at = @DateMovedAt, date_moved_by = @DateMovedBy, version = version + 1
              where tenant_id = @TenantId and action_id = @ActionId and version = @version returning 1)
            select require_changed(exists (select from changed));
            insert into date_change (tenant_id, change_id, action_id, action_version, from_date, to_date, reason, explanation,
              person_id, recorded_at)
            values (@TenantId, @ChangeId, @ActionId, @version + 1, @FromDate, @ToDate, @Reason, @Explanation,
              @PersonId, @RecordedAt)
            """,
            new
            {
                write.TenantId,
                version = action.Version,
                moved.DateChanges,
                moved.DateAchievable,
                moved.AssessmentReason,
                moved.DateMovedAt,
                moved.DateMovedBy,
                change.ChangeId,
                change.ActionId,
                change.FromDate,
                change.ToDate,
                change.Reason,
                change.Explanation,
                change.PersonId,
                change.RecordedAt,
            },
            [
                moved.Changed(V1.ActionChangeKind.DueDateMoved, write.Caller, stored.LastUpdate),
                new Change(change.ChangeId.ToString(), 1, new V1.DueDateChanged { Change = change.ToProto() }),
            ],
            context.CancellationToken);
    }
}
