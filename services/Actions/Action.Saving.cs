using System.Text.Json;

namespace Jtai.Actions;

/// <summary>How actions become rows. A write of one states all that may change, under the version that it was read with.</summary>
public sealed partial record Action
{
    /// <summary>Adds actions. Parameters: <c>TenantId</c>, and <c>Rows</c> as <see cref="ToRows"/> gives them.</summary>
    public const string Insert =
        $"""
        insert into action (tenant_id, action_id, plan_id, inspection_id, reference, draft, original_due_on, added_at, {Changeable})
        select @TenantId, action_id, plan_id, inspection_id, reference, draft, original_due_on, added_at, {Changeable}
        from jsonb_populate_recordset(null::action, @Rows::jsonb)
        """;

    /// <summary>Changes actions, all of them or none. Parameters as those of <see cref="Insert"/>.</summary>
    public const string Update =
        $"""
        with given as (select * from jsonb_populate_recordset(null::action, @Rows::jsonb)),
        changed as (
          update action set ({Changeable}) = (select {Changeable} from given where given.action_id = action.action_id)
          where tenant_id = @TenantId and (action_id, version) in (select action_id, version - 1 from given) returning 1)
        select require_changed((select count(*) from changed) = (select count(*) from given))
        """;

    private const string Changeable =
        """
        title, description, theme, theme_id, finding_ids, lead_agency_id, lead_body_id, joint_leads, supporting_agency_ids, owner_id,
        owner_post_id, outcome_sought, success_measure, resource_kind, resources_review_on, one_off_pounds, yearly_pounds, money_from,
        began_before_publication, quick_win, answering_body_id, links, due_on, next_review_on, date_changes, date_moved_at, date_moved_by,
        date_asked_for, delivery, progress, date_achievable, assessment_reason, completed_on, updates, withdrawn_because, closed_as,
        superseded_by, transferred_to, closing_reason, closed_on, paused_because, paused_on, pause_review_on, shared_cause_id, milestones,
        milestones_done, next_milestone_due_on, coverage, depends_on, self_assured, completion_check_id, completed_by, completed_by_agency_id,
        no_evidence_because, embedding_verdict, embedding_audit_id, embedding_on, allotted_in, allotted_to, allotted_because,
        version
        """;

    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Parameter <c>Rows</c>.</summary>
    public static string ToRows(params IEnumerable<Action> actions) => JsonSerializer.Serialize(actions, AsColumns);
}
