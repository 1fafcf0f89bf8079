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
        var stored = await ReadActionAsync(write, actionId, context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        access.RequireMayUpdate(access.Require(stored.Action, stored.Inspection));
        var action = stored.Expect(access, request.ExpectedVersion);
        var update = ActionUpdate.Read(request, write.Caller, actionId, clock.NowAsStored());
        // Most updates say that work goes on, and read no more than the action.
        var claim = update.SaysDone ? await ReadClaimAsync(write, action, context.CancellationToken) : null;
        var updated = action.Take(update, claim?.Claim.Proof);
        return await database.SaveAsync(
            write,
            new V1.UpdateProgressReply
            {
                ActionId = action.ActionId.ToString(),
                Version = updated.Version,
                UpdateId = update.UpdateId.ToString(),
            },
            (updated.Delivery == V1.Delivery.Complete ? Action.Update : """
            with changed as (
              update action set delivery = @Delivery, progress = @progress, date_achievable = @dateAchievable,
                assessment_reason = @assessmentReason, updates = @Updates, version = version + 1
              where tenant_id = @TenantId and action_id = @ActionId and version = @version returning 1)
            select require_changed(exists (select from changed))
            """) + """
            ;
            insert into action_update (tenant_id, update_id, action_id, action_version, narrative, delivery, progress,
              date_achievable, assessment_reason, person_id, agency_id, recorded_at, difference_for_children, no_evidence_because)
            values (@TenantId, @UpdateId, @ActionId, @version + 1, @Narrative, @Delivery, @updateProgress,
              @updateDateAchievable, @updateReason, @PersonId, @AgencyId, @RecordedAt, @DifferenceForChildren,
              @NoEvidenceBecause)
            """ + (claim is null ? "" : Notice.Insert),
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
                update.NoEvidenceBecause,
                Rows = updated.Delivery == V1.Delivery.Complete ? Action.ToRows(updated) : null,
                Notices = Notice.ToJson(NoticesOf(action, updated, update, claim, write.Caller)),
            },
            [
                updated.Changed(V1.ActionChangeKind.ProgressRecorded, write.Caller, update),
                new Change(update.UpdateId.ToString(), 1, new V1.UpdateRecorded { Update = update.ToProto() }),
            ],
            context.CancellationToken);
    }

    /// <summary>What the action's claim rests on, for an update that says that it is done.</summary>
    private Task<WhatIsClaimed> ReadClaimAsync(Write write, Action action, CancellationToken ct) => database.QueryMultipleAsync(
            write.AndPeople(),
            $"""
            {ActionClaim.Select};
            select * from partnership where tenant_id = @TenantId
            """,
            new { write.TenantId, ids = new[] { action.ActionId } },
            async results =>
            {
                var read = await ActionClaim.ReadAsync(results);
                return new WhatIsClaimed(ActionClaim.Of(action, read), read.Organisations, await results.ReadSingleOrDefaultAsync<Partnership>());
            },
            ct);

    /// <summary>Who can confirm it is told once, when the action begins to wait.</summary>
    private static IEnumerable<Notice> NoticesOf(Action before, Action after, ActionUpdate update, WhatIsClaimed? read, Caller by) =>
        read is { Partnership: { } partnership } && after.WaitsForCheck && !before.WaitsForCheck
            ? [ActionNotices.CheckAsked(read.Claim with { Action = after, Updates = [update] }, update, partnership, read.Organisations, by)]
            : [];

    private sealed record WhatIsClaimed(ActionClaim Claim, Organisations Organisations, Partnership? Partnership);
}
