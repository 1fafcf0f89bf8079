using Dapper;
using Jtai.Errors;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A measure as it is stored, with its plan, its actions and the inspection that says who may see it.</summary>
public sealed record StoredMeasure(ImpactMeasure? Measure, ActionPlan? Plan, StoredActions Actions)
{
    /// <summary>Measures with what each is about and how many readings it has. Parameter: <c>TenantId</c>.</summary>
    public const string Measures =
        """
        select impact_measure.*,
          array(select a.action_id from impact_measure_action a where a.tenant_id = @TenantId and a.measure_id = impact_measure.measure_id
            order by position) as action_ids,
          (select count(*)::integer from impact_reading r where r.tenant_id = @TenantId and r.measure_id = impact_measure.measure_id) as readings
        from impact_measure
        """;

    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c>, <c>measureId</c>.</summary>
    public static string Select { get; } =
        $"""
        {Measures} where tenant_id = @TenantId and measure_id = @measureId;
        select * from impact_reading where tenant_id = @TenantId and measure_id = @measureId order by read_on desc limit 1;
        select action_plan.* from action_plan join impact_measure using (tenant_id, plan_id) where tenant_id = @TenantId and measure_id = @measureId;
        {StoredActions.SelectOf("select action_id from impact_measure_action where tenant_id = @TenantId and measure_id = @measureId")}
        """;

    /// <summary>Saves one with what it is about, under the version that it was read with. Parameters: <c>TenantId</c>, <c>Measure</c>, <c>PlanId</c>.</summary>
    public const string Save =
        """
        with given as (select * from jsonb_populate_record(null::impact_measure, @Measure::jsonb)),
        saved as (
          insert into impact_measure as kept (tenant_id, measure_id, plan_id, inspection_id, what, unit, direction, baseline, baseline_on,
            target, target_on, not_expected_before, counts_people, so_what, so_what_agreed_by, so_what_agreed_on, withdrawn_because, version)
          select @TenantId, measure_id, plan_id, inspection_id, what, unit, direction, baseline, baseline_on,
            target, target_on, not_expected_before, counts_people, so_what, so_what_agreed_by, so_what_agreed_on, withdrawn_because, version
          from given
          on conflict (tenant_id, measure_id) do update set what = excluded.what, unit = excluded.unit, direction = excluded.direction,
            baseline = excluded.baseline, baseline_on = excluded.baseline_on, target = excluded.target, target_on = excluded.target_on,
            not_expected_before = excluded.not_expected_before, counts_people = excluded.counts_people, so_what = excluded.so_what,
            so_what_agreed_by = excluded.so_what_agreed_by, so_what_agreed_on = excluded.so_what_agreed_on,
            withdrawn_because = excluded.withdrawn_because, version = excluded.version
          where kept.version = excluded.version - 1
          returning 1)
        select require_changed(exists (select from saved));
        delete from impact_measure_action where tenant_id = @TenantId and measure_id = (@Measure::jsonb ->> 'measure_id')::uuid;
        insert into impact_measure_action (tenant_id, measure_id, action_id, position)
        select @TenantId, (@Measure::jsonb ->> 'measure_id')::uuid, action_id::uuid, position
        from jsonb_array_elements_text(@Measure::jsonb -> 'action_ids') with ordinality as chosen (action_id, position)
        """
        + ";\n" + ActionPlan.StaysOpen;

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<StoredMeasure> ReadAsync(SqlMapper.GridReader results)
    {
        var measure = await results.ReadSingleOrDefaultAsync<ImpactMeasure>();
        var last = await results.ReadSingleOrDefaultAsync<ImpactReading>();
        return new(
            measure is null ? null : measure with { LastReading = last },
            await results.ReadSingleOrDefaultAsync<ActionPlan>(),
            await StoredActions.ReadAsync(results));
    }

    /// <summary>The measures of a statement that selects them, with the last readings of the next.</summary>
    public static async Task<IReadOnlyList<ImpactMeasure>> ReadManyAsync(SqlMapper.GridReader results)
    {
        var measures = (await results.ReadAsync<ImpactMeasure>()).ToArray();
        var readings = (await results.ReadAsync<ImpactReading>()).ToDictionary(reading => reading.MeasureId);
        return [.. measures.Select(measure => measure with { LastReading = readings.GetValueOrDefault(measure.MeasureId) })];
    }

    /// <summary>The measure with those of its actions that the caller sees.</summary>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    public ImpactMeasure Require(PlanAccess access)
    {
        var seen = Measure is null
            ? []
            : AboutActions.SeenBy(access, Measure.ActionIds, Actions.Actions, Actions.Inspections.GetValueOrDefault(Measure.InspectionId));
        return seen.Length > 0 ? Measure! with { ActionIds = seen } : throw new NotFound("measure");
    }

    /// <summary>The whole measure, for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    /// <exception cref="Refused">Its plan is closed.</exception>
    /// <exception cref="Conflict">It has changed since.</exception>
    public ImpactMeasure Expect(PlanAccess access, long expectedVersion)
    {
        Require(access);
        Plan!.RefuseIfClosed();
        return Measure!.Version == expectedVersion ? Measure : throw new Conflict(Measure.Version);
    }

    /// <summary>True where one of its actions is such.</summary>
    public bool IsAboutAny(Func<Action, bool> such) => Measure is not null && Measure.ActionIds.Any(id => such(Actions.Actions[id]));
}
