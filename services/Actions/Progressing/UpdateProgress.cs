using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.ReportProgress)]
    public override async Task<V1.UpdateProgressReply> UpdateProgress(V1.UpdateProgressRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var actionId = Ids.Parse("action", request.ActionId);
        var (stored, inspection) = await database.QueryMultipleAsync(
            write,
            """
            select * from action where tenant_id = @TenantId and action_id = @actionId;
            select inspection.phase, inspection.reader_ids
            from action join inspection using (tenant_id, inspection_id)
            where tenant_id = @TenantId and action_id = @actionId
            """,
            new { write.TenantId, actionId },
            async results => (
                await results.ReadSingleOrDefaultAsync<Action>(),
                await results.ReadSingleOrDefaultAsync<Inspection>()),
            context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        var action = access.Require(stored, inspection);
        if (!access.MayUpdate(action))
        {
            throw new Forbidden("Only an agency that leads or supports this action, or the partnership manager, may update it.");
        }

        if (action.Version != request.ExpectedVersion)
        {
            throw new Conflict(action.Version);
        }

        var update = ActionUpdate.Read(request, write.Caller, actionId, clock.NowAsStored());
        var updated = action.Take(update);
        return await database.SaveAsync(
            write,
            new V1.UpdateProgressReply
            {
                ActionId = action.ActionId.ToString(),
                Version = updated.Version,
                UpdateId = update.UpdateId.ToString(),
            },
            """
            with changed as (
              update action set delivery = @Delivery, progress = @progress, date_achievable = @dateAchievable,
                assessment_reason = @assessmentReason, updates = @Updates, version = version + 1
              where tenant_id = @TenantId and action_id = @ActionId and version = @version returning 1)
            select require_changed(exists (select from changed));
            insert into action_update (tenant_id, update_id, action_id, action_version, narrative, delivery, progress,
              date_achievable, assessment_reason, person_id, agency_id, recorded_at, difference_for_children)
            values (@TenantId, @UpdateId, @ActionId, @version + 1, @Narrative, @Delivery, @updateProgress,
              @updateDateAchievable, @updateReason, @PersonId, @AgencyId, @RecordedAt, @DifferenceForChildren)
            """,
            new
            {
                write.TenantId,
                version = action.Version,
                progress = updated.Progress,
                dateAchievable = updated.DateAchievable,
                assessmentReason = updated.AssessmentReason,
                updated.Updates,
                update.UpdateId,
                update.ActionId,
                update.Narrative,
                update.Delivery,
                updateProgress = update.Progress,
                updateDateAchievable = update.DateAchievable,
                updateReason = update.AssessmentReason,
                update.PersonId,
                update.AgencyId,
                update.RecordedAt,
                update.DifferenceForChildren,
            },
            [
                updated.Changed(V1.ActionChangeKind.ProgressRecorded, write.Caller, update),
                new Change(update.UpdateId.ToString(), 1, new V1.UpdateRecorded { Update = update.ToProto() }),
            ],
            context.CancellationToken);
    }
}
