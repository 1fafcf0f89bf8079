using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReportProgress)]
    public override async Task<V1.AssuranceReply> SaveVoiceRecord(V1.SaveVoiceRecordRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var voiceId = request.VoiceId.Length == 0 ? Guid.CreateVersion7() : Ids.Parse("record", request.VoiceId);
        var check = new RequestCheck();
        var ids = AboutActions.ReadIds(request.ActionIds, check);
        var (plan, before, chosen, voices) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredPlan.Select};
            {StoredVoice.Select};
            {StoredActions.SelectOf("select unnest(@ids) union select action_id from voice_record_action where tenant_id = @TenantId and voice_id = @voiceId")};
            select count(*)::integer from voice_record where tenant_id = @TenantId and plan_id = @planId and withdrawn_because = ''
            """,
            new { write.TenantId, planId, voiceId, ids },
            async results => (
                await StoredPlan.ReadAsync(results),
                await StoredVoice.ReadAsync(results),
                await StoredActions.ReadAsync(results),
                await results.ReadSingleAsync<int>()),
            context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        var of = access.Require(plan.Plan, plan.Inspection);
        if (request.VoiceId.Length > 0 && before.Require(access).PlanId != of.PlanId)
        {
            throw new NotFound("record");
        }

        var actions = chosen.Require(access, request.ActionIds);
        if (!(before.Voice is null ? actions.Count == 0 || actions.Any(access.MayUpdate) : before.IsAboutAny(access.MayUpdate)))
        {
            throw new Forbidden("Only an agency that leads or supports one of its actions, or the partnership manager, may record what children said.");
        }

        of.RefuseIfClosed();
        if ((before.Voice?.Version ?? 0) != request.ExpectedVersion)
        {
            throw new Conflict(before.Voice?.Version ?? 0);
        }

        if (before.Voice is null && voices >= VoiceRecord.MostOfAPlan)
        {
            throw new Refused("An action plan can have at most 500 records of what children said.");
        }

        var now = clock.NowAsStored();
        var voice = before.Voice ?? new()
        {
            VoiceId = voiceId,
            PlanId = of.PlanId,
            InspectionId = of.InspectionId,
            PersonId = write.Caller.PersonId,
            AgencyId = write.Caller.AgencyId ?? "",
            RecordedAt = now,
        };
        var about = AboutActions.Choose(access, voice.ActionIds, actions, chosen, of, check);
        return await SaveVoiceAsync(
            write, before.Voice, voice.Say(request, about, now.DateInLondon(), check), reason: "", context.CancellationToken);
    }

    /// <summary>Saves a record, with the entry in its history.</summary>
    private Task<V1.AssuranceReply> SaveVoiceAsync(Write write, VoiceRecord? before, VoiceRecord after, string reason, CancellationToken ct) =>
        database.SaveAsync(
            write,
            after.ToReply(),
            StoredVoice.Save + RecordedChange.Insert,
            new
            {
                write.TenantId,
                after.PlanId,
                Voice = Columns.Of(after),
                Changes = RecordedChange.ToJson(
                    RecordedChange.Of(after, VoiceRecord.Changes(before, after), reason, write.Caller, clock.NowAsStored())),
            },
            [after.Changed()],
            ct);
}
