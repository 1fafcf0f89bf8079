using System.Text.Json;

namespace Jtai.Actions;

/// <summary>How a plan becomes a row again.</summary>
public sealed partial record ActionPlan
{
    /// <summary>Changes plans. Parameters: <c>TenantId</c>, and <c>PlanRows</c> as <see cref="ToRows"/> gives them.</summary>
    public const string Update =
        $"""
        ;
        with given as (select * from jsonb_populate_recordset(null::action_plan, @PlanRows::jsonb)),
        changed as (
          update action_plan set ({Changeable}) = (select {Changeable} from given where given.plan_id = action_plan.plan_id)
          where tenant_id = @TenantId and (plan_id, version) in (select plan_id, version - 1 from given) returning 1)
        select require_changed((select count(*) from changed) = (select count(*) from given))
        """;

    private const string Changeable =
        """
        title, actions, statement_sent_on, statement_sent_by, statement_sent_note, collating_body_ids, closed_on, closed_by_decision,
        closing_reason, handed_over_in, version
        """;

    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Parameter <c>PlanRows</c>.</summary>
    public static string ToRows(params IEnumerable<ActionPlan> plans) => JsonSerializer.Serialize(plans, AsColumns);

    /// <summary>A part of it was changed: a theme, a cause, what is said to a finding. Its history tells of that too.</summary>
    public ActionPlan WithPartChanged() => this with { Version = Version + 1 };
}
