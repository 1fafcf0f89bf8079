using Dapper;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>A challenge as it is stored, with what says who may see and answer it.</summary>
/// <param name="Challenge">Null where there is none.</param>
/// <param name="Inspection">That says who knows of it.</param>
/// <param name="Plan">Of which it is.</param>
/// <param name="People">See <see cref="ChallengeLadder"/>.</param>
/// <param name="Settings">The partnership's.</param>
/// <param name="Newest">Number of the year's reference that was given last.</param>
public sealed record StoredChallenge(
    Challenge? Challenge, Inspection? Inspection, ActionPlan? Plan, ChallengeLadder.Read People, PartnershipSettings Settings, int Newest)
{
    /// <summary>A challenge's columns and the ids of its actions.</summary>
    public const string Columns =
        """
        challenge.*, array(
          select action_id from challenge_action about
          where about.tenant_id = challenge.tenant_id and about.challenge_id = challenge.challenge_id order by position) as action_ids
        """;

    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c>, <c>challengeId</c>, <c>today</c>, <c>year</c>.</summary>
    public const string Select =
        $"""
        select {Columns} from challenge where tenant_id = @TenantId and challenge_id = @challengeId;
        select inspection.* from inspection join challenge using (tenant_id, inspection_id) where tenant_id = @TenantId and challenge_id = @challengeId;
        select action_plan.* from action_plan join challenge using (tenant_id, plan_id) where tenant_id = @TenantId and challenge_id = @challengeId;
        {ChallengeLadder.Select};
        select settings from partnership_settings where tenant_id = @TenantId;
        {SelectNewest}
        """;

    /// <summary>Of a year's references. Parameters: <c>TenantId</c>, <c>year</c>.</summary>
    public const string SelectNewest = "select coalesce((select newest from challenge_counter where tenant_id = @TenantId and year = @year), 0)";

    /// <summary>
    /// Saves one under the version that it was read with, what it is about, what was said, and its reference where it is given one.
    /// Parameters: <c>TenantId</c>, <c>Challenge</c>, <c>Words</c>, <c>ids</c>, <c>year</c>, <c>number</c>, <c>numbers</c>.
    /// </summary>
    public const string Save =
        """
        with numbered as (
          insert into challenge_counter as counter (tenant_id, year, newest) select @TenantId, @year, @number where @numbers
          on conflict (tenant_id, year) do update set newest = excluded.newest where counter.newest = excluded.newest - 1
          returning 1)
        select require_changed(exists (select from numbered) = @numbers);
        with given as (select * from jsonb_populate_record(null::challenge, @Challenge::jsonb)),
        saved as (
          insert into challenge as kept (tenant_id, challenge_id, plan_id, inspection_id, reference, title, to_lead, raised_by,
            raised_by_agency_id, raised_in, raised_at, step, state, answer_due_on, escalated, version)
          select @TenantId, challenge_id, plan_id, inspection_id, reference, title, to_lead, raised_by,
            raised_by_agency_id, raised_in, raised_at, step, state, answer_due_on, escalated, version from given
          on conflict (tenant_id, challenge_id) do update set reference = excluded.reference, step = excluded.step, state = excluded.state,
            answer_due_on = excluded.answer_due_on, escalated = excluded.escalated, version = excluded.version
          where kept.version = excluded.version - 1
          returning 1)
        select require_changed(exists (select from saved));
        insert into challenge_action (tenant_id, challenge_id, action_id, position)
        select @TenantId, @challengeId, action_id, position from unnest(@ids) with ordinality as chosen (action_id, position)
        on conflict do nothing;
        insert into challenge_words (tenant_id, words_id, challenge_id, challenge_version, step, state, words, person_id, agency_id, capacity, said_at)
        select @TenantId, words_id, challenge_id, challenge_version, step, state, words, person_id, agency_id, capacity, said_at
        from jsonb_populate_record(null::challenge_words, @Words::jsonb)
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    /// <param name="tenantId">The partnership.</param>
    public static async Task<StoredChallenge> ReadAsync(SqlMapper.GridReader results, TenantId tenantId) => new(
        await results.ReadSingleOrDefaultAsync<Challenge>(),
        await results.ReadSingleOrDefaultAsync<Inspection>(),
        await results.ReadSingleOrDefaultAsync<ActionPlan>(),
        await ChallengeLadder.ReadAsync(results),
        KeptSettings.Of(await results.ReadSingleOrDefaultAsync<string>(), tenantId),
        await results.ReadSingleAsync<int>());

    public ChallengeLadder Ladder => new(Challenge?.ToLead ?? "", People);

    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    public Challenge Require(Access.Caller caller) =>
        Challenge is not null && Inspection is not null && Challenge.IsSeenBy(caller, new PlanAccess(caller), Inspection)
            ? Challenge
            : throw new NotFound("challenge");

    /// <summary>The challenge with the reference that it is given once the partnership sees it; before publication it does not yet.</summary>
    /// <param name="challenge">As it has become.</param>
    /// <param name="year">Of today.</param>
    public Challenge Numbered(Challenge challenge, int year) =>
        challenge is { Escalated: true, Reference: "" } && Inspection is { IsPublished: true }
            ? challenge with { Reference = new ReferenceSeries(People.Partnership.Code, year, ReferenceSeries.Challenges, Newest).Next() }
            : challenge;
}
