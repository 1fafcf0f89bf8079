using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.AssuranceReply> RecordAudit(V1.RecordAuditRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (audit, plan, stored) = await ReadAuditAsync(write, request.AuditId, request.ExpectedVersion, context.CancellationToken);
        var settings = KeptSettings.Of(
            await database.QuerySingleOrDefaultAsync<string>(
                write, "select settings from partnership_settings where tenant_id = @TenantId", new { write.TenantId }, context.CancellationToken),
            write.TenantId);
        var now = clock.NowAsStored();
        var recorded = audit.Record(request, write.Caller.PersonId, now.DateInLondon(), new RequestCheck());
        ActionChange[] changes = [.. recorded.Actions.Select(one => Judge(one, recorded, plan, stored, settings)).OfType<ActionChange>()];
        return await SaveFoundAsync(write, recorded, changes, plan, stored, Audit.Changes(audit, recorded), reason: "", now, context.CancellationToken);
    }

    /// <summary>Saves what an audit found with what that makes of its actions, and tells of those that it reopens.</summary>
    private Task<V1.AssuranceReply> SaveFoundAsync(
        Write write, Audit audit, IReadOnlyList<ActionChange> changes, ActionPlan plan, StoredActions stored, IReadOnlyList<V1.FieldChange> fields,
        string reason, DateTimeOffset now, CancellationToken ct)
    {
        var reopened = changes.Select(change => change.After).Where(action => action.IsOpen && !stored.Actions[action.ActionId].IsOpen).ToArray();
        var found = audit.Reopening([.. reopened.Select(action => action.ActionId)]);
        var parameters = StoredAudit.Parameters(found);
        parameters.AddDynamicParams(new
        {
            plan.PlanId,
            plan.IsClosed,
            Notices = Notice.ToJson(reopened.Select(action => ActionNotices.Returned(action, found.AuditId, now, write.Caller))),
        });
        return database.SaveActionsAsync(
            write,
            found.ToReply(),
            changes,
            ofPlan: null,
            StoredAudit.Save + Notice.Insert +
            """
            ;
            -- A plan that is closed or opened meanwhile waits for this, or this sees it.
            with seen as (
              select from action_plan where tenant_id = @TenantId and plan_id = @PlanId and (closed_on is not null) = @IsClosed for share)
            select require_changed(exists (select from seen))
            """,
            parameters,
            [found.Changed()],
            now,
            ct,
            RecordedChange.Of(found, fields, reason, write.Caller, now));
    }

    /// <summary>What the audit makes of one of its actions; null where it says nothing of how it stands now.</summary>
    /// <exception cref="Refused">It cannot be called embedded yet.</exception>
    private static ActionChange? Judge(AuditedAction found, Audit audit, ActionPlan plan, StoredActions stored, PartnershipSettings settings)
    {
        var (action, doneOn) = (stored.Actions[found.ActionId], audit.DoneOn.GetValueOrDefault());
        if (found.Verdict == V1.AuditVerdict.Embedded)
        {
            action.RequireMayBeEmbedded(doneOn, settings.EmbeddedAfterDays);
        }

        if (found.Verdict == V1.AuditVerdict.NotApplicable || !action.IsJudgedBy(doneOn))
        {
            return null;
        }

        return Audited(action, action.Take(audit.AuditId, found.Verdict, doneOn, stays: plan.IsClosed), found.Words, stored);
    }

    private static ActionChange Audited(Action action, Action after, string reason, StoredActions stored)
    {
        var (from, to) = (action.ToProto(lastUpdate: null), after.ToProto(lastUpdate: null));
        return new(
            after,
            V1.ActionChangeKind.Audited,
            [
                .. FieldChanges.Within("embedding", from.Embedding ?? new(), to.Embedding ?? new(), "verdict", "on"),
                .. FieldChanges.Between(from, to, "delivery"),
            ],
            reason)
        {
            LastUpdate = stored.LastUpdates.GetValueOrDefault(after.ActionId),
        };
    }
}
