using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReportProgress)]
    public override async Task<V1.AssuranceReply> CorrectAudit(V1.CorrectAuditRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (audit, plan, stored) = await ReadAuditAsync(write, request.AuditId, request.ExpectedVersion, context.CancellationToken);
        RequireMayCorrect(audit, stored, write);
        var (kept, looks) = await database.QueryMultipleAsync(
            write,
            $"""
            select settings from partnership_settings where tenant_id = @TenantId;
            {AuditLook.OfOthers}
            """,
            new { write.TenantId, audit.AuditId },
            async results => (
                KeptSettings.Of(await results.ReadSingleOrDefaultAsync<string>(), write.TenantId),
                (await results.ReadAsync<AuditLook>()).ToLookup(look => look.ActionId)),
            context.CancellationToken);
        var now = clock.NowAsStored();
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        var corrected = audit.Correct(request, now.DateInLondon(), check);
        var changes = audit.Actions.Zip(corrected.Actions)
            .Where(pair => pair.First.Verdict != pair.Second.Verdict || audit.DoneOn != corrected.DoneOn)
            .Select(pair => JudgeAnew(pair.First, pair.Second, corrected, plan, stored, kept, looks[pair.First.ActionId], reason))
            .OfType<ActionChange>()
            .ToArray();
        return await SaveFoundAsync(
            write, corrected, changes, plan, stored, Audit.Corrections(audit, corrected), reason, now, context.CancellationToken);
    }

    /// <exception cref="NotFound">The caller sees none of its actions.</exception>
    /// <exception cref="Forbidden">The caller neither recorded it nor is the manager.</exception>
    private static void RequireMayCorrect(Audit audit, StoredActions stored, Write write)
    {
        var seen = SeenBy(new PlanAccess(write.Caller), audit, stored.Actions, stored.Inspections) ?? throw new NotFound("audit");
        if (!write.Caller.Has(Capacity.PartnershipManager) && (audit.PersonId != write.Caller.PersonId || seen.Actions.Count < audit.Actions.Count))
        {
            throw new Forbidden("Only who recorded this audit and sees all of its actions, or the partnership manager, may correct it.");
        }
    }

    /// <summary>What the correction makes of one of its actions; null where it says nothing else of how it stands now.</summary>
    /// <exception cref="Refused">It cannot be called embedded by then.</exception>
    private static ActionChange? JudgeAnew(
        AuditedAction before, AuditedAction found, Audit audit, ActionPlan plan, StoredActions stored, PartnershipSettings settings,
        IEnumerable<AuditLook> others, string reason)
    {
        var (action, doneOn) = (stored.Actions[found.ActionId], audit.DoneOn.GetValueOrDefault());
        // What it reopened was complete when it looked, and since when is not known any more.
        if (found.Verdict == V1.AuditVerdict.Embedded && !before.Reopened && (before.Verdict != found.Verdict || action.EmbeddingAuditId == audit.AuditId))
        {
            action.RequireMayBeEmbedded(doneOn, settings.EmbeddedAfterDays);
        }

        var after = action.JudgeAnew(
            new() { ActionId = found.ActionId, AuditId = audit.AuditId, Verdict = found.Verdict, DoneOn = doneOn }, before.Reopened, others,
            // Found so before, it stayed under a plan that was closed then.
            stays: plan.IsClosed || before.Verdict == V1.AuditVerdict.NotEmbedded);
        return after == action ? null : Audited(action, after, reason, stored);
    }
}
