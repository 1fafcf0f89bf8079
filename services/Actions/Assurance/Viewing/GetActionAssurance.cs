using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ActionAssurance> GetActionAssurance(V1.GetActionAssuranceRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (stored, checks, audits, measures, voices, proof, settings, challenges) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            {StoredAction.Select};
            select * from second_check where tenant_id = @TenantId and action_id = @actionId order by action_version desc limit 50;
            select * from assurance_audit where tenant_id = @TenantId
              and audit_id in (select audit_id from audit_of_action where tenant_id = @TenantId and action_id = @actionId)
            order by coalesce(done_on, planned_for) desc, audit_id desc limit 50;
            select * from audit_of_action where tenant_id = @TenantId and action_id = @actionId;
            {StoredMeasure.Measures} where tenant_id = @TenantId and withdrawn_because = ''
              and measure_id in (select measure_id from impact_measure_action where tenant_id = @TenantId and action_id = @actionId)
            order by measure_id desc limit 50;
            select distinct on (measure_id) * from impact_reading where tenant_id = @TenantId
              and measure_id in (select measure_id from impact_measure_action where tenant_id = @TenantId and action_id = @actionId)
            order by measure_id, read_on desc;
            {StoredVoice.Voices} where tenant_id = @TenantId and withdrawn_because = ''
              and voice_id in (select voice_id from voice_record_action where tenant_id = @TenantId and action_id = @actionId)
            order by recorded_at desc, voice_id desc limit 50;
            select {ActionProof.Columns} from action where tenant_id = @TenantId and action_id = @actionId;
            select settings from partnership_settings where tenant_id = @TenantId;
            select challenge.*, array[@actionId] as action_ids from challenge join challenge_action using (tenant_id, challenge_id)
            where tenant_id = @TenantId and action_id = @actionId order by raised_at desc, challenge_id desc limit 50
            """,
            new { caller.TenantId, actionId = Ids.Parse("action", request.ActionId) },
            async results => (
                await StoredAction.ReadAsync(results),
                (await results.ReadAsync<SecondCheck>()).ToArray(),
                await StoredAudit.ReadManyAsync(results),
                await StoredMeasure.ReadManyAsync(results),
                (await results.ReadAsync<VoiceRecord>()).ToArray(),
                await results.ReadSingleOrDefaultAsync<ActionProof>(),
                KeptSettings.Of(await results.ReadSingleOrDefaultAsync<string>(), caller.TenantId),
                (await results.ReadAsync<Challenge>()).ToArray()),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        var action = access.Require(stored.Action, stored.Inspection);
        return new V1.ActionAssurance
        {
            Checks = { checks.Select(check => check.ToProto()) },
            // Of each what it says of this action alone: the others may be none of the caller's.
            Audits = { audits.Select(audit => audit.ToProto()) },
            Measures = { measures.Select(measure => (measure with { ActionIds = [action.ActionId] }).ToProto()) },
            Voices = { voices.Select(voice => (voice with { ActionIds = [action.ActionId] }).ToProto()) },
            // Of each, too, that it is about this action.
            Challenges = { challenges.Where(one => one.IsSeenBy(caller, access, stored.Inspection!)).Select(one => one.ToProto()) },
            Proven = proof!.ToProto(action, settings.EmbeddedAfterDays, clock.Today()),
        };
    }
}
