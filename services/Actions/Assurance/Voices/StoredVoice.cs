using Dapper;
using Jtai.Errors;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A record of children's voices as it is stored, with its plan, its actions and the inspection that says who may see it.</summary>
public sealed record StoredVoice(VoiceRecord? Voice, ActionPlan? Plan, StoredActions Actions)
{
    /// <summary>Records with what each is about. Parameter: <c>TenantId</c>.</summary>
    public const string Voices =
        """
        select voice_record.*,
          array(select a.action_id from voice_record_action a where a.tenant_id = @TenantId and a.voice_id = voice_record.voice_id
            order by position) as action_ids
        from voice_record
        """;

    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c>, <c>voiceId</c>.</summary>
    public static string Select { get; } =
        $"""
        {Voices} where tenant_id = @TenantId and voice_id = @voiceId;
        select action_plan.* from action_plan join voice_record using (tenant_id, plan_id) where tenant_id = @TenantId and voice_id = @voiceId;
        {StoredActions.SelectOf("select action_id from voice_record_action where tenant_id = @TenantId and voice_id = @voiceId")}
        """;

    /// <summary>Saves one with what it is about, under the version that it was read with. Parameters: <c>TenantId</c>, <c>Voice</c>, <c>PlanId</c>.</summary>
    public const string Save =
        """
        with given as (select * from jsonb_populate_record(null::voice_record, @Voice::jsonb)),
        saved as (
          insert into voice_record as kept (tenant_id, voice_id, plan_id, inspection_id, none_heard_because, heard_on, directly, heard_from,
            how_many, said, dissent, done, told_on, person_id, agency_id, recorded_at, withdrawn_because, version)
          select @TenantId, voice_id, plan_id, inspection_id, none_heard_because, heard_on, directly, heard_from,
            how_many, said, dissent, done, told_on, person_id, agency_id, recorded_at, withdrawn_because, version
          from given
          on conflict (tenant_id, voice_id) do update set none_heard_because = excluded.none_heard_because, heard_on = excluded.heard_on,
            directly = excluded.directly, heard_from = excluded.heard_from, how_many = excluded.how_many, said = excluded.said,
            dissent = excluded.dissent, done = excluded.done, told_on = excluded.told_on, withdrawn_because = excluded.withdrawn_because,
            version = excluded.version
          where kept.version = excluded.version - 1
          returning 1)
        select require_changed(exists (select from saved));
        delete from voice_record_action where tenant_id = @TenantId and voice_id = (@Voice::jsonb ->> 'voice_id')::uuid;
        insert into voice_record_action (tenant_id, voice_id, action_id, position)
        select @TenantId, (@Voice::jsonb ->> 'voice_id')::uuid, action_id::uuid, position
        from jsonb_array_elements_text(@Voice::jsonb -> 'action_ids') with ordinality as chosen (action_id, position)
        """
        + ";\n" + ActionPlan.StaysOpen;

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<StoredVoice> ReadAsync(SqlMapper.GridReader results) => new(
        await results.ReadSingleOrDefaultAsync<VoiceRecord>(),
        await results.ReadSingleOrDefaultAsync<ActionPlan>(),
        await StoredActions.ReadAsync(results));

    /// <summary>The record with those of its actions that the caller sees.</summary>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    public VoiceRecord Require(PlanAccess access)
    {
        var seen = Voice is null
            ? []
            : AboutActions.SeenBy(access, Voice.ActionIds, Actions.Actions, Actions.Inspections.GetValueOrDefault(Voice.InspectionId));
        return seen.Length > 0 ? Voice! with { ActionIds = seen } : throw new NotFound("record");
    }

    /// <summary>True where one of its actions is such.</summary>
    public bool IsAboutAny(Func<Action, bool> such) => Voice is not null && Voice.ActionIds.Any(id => such(Actions.Actions[id]));
}
