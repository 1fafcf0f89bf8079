using Jtai.Activities;

namespace Jtai.Actions;

/// <summary>
/// Nobody hears of an embargoed inspection but its named readers: whoever is not among them sees the activity from before its
/// plan was made, since of what came later the log does not say which plan it is about.
/// </summary>
internal static class ActivityOfPlans
{
    public static ActivityVisibility Visibility { get; } = new(
        """
        looked.at < coalesce((
          select min(made.at)
          from action_plan plan
          join inspection using (tenant_id, inspection_id)
          join audit made on made.tenant_id = plan.tenant_id and made.aggregate_id = plan.plan_id::text
          where plan.tenant_id = @TenantId and inspection.phase <> 5 and not coalesce(@person = any (inspection.reader_ids), false)), 'infinity')
        """)
    {
        Reference =
            """
            case looked.entity
              when 'ActionPlanChanged' then (
                select inspection.reference from action_plan join inspection using (tenant_id, inspection_id)
                where action_plan.tenant_id = looked.tenant_id and plan_id = looked.aggregate_id::uuid)
              when 'ActionChanged' then (
                select reference from action where action.tenant_id = looked.tenant_id and action_id = looked.aggregate_id::uuid)
              when 'StatementChanged' then (
                select concat_ws(', ', nullif(inspection.reference, ''), 'number ' || statement.number)
                from statement join inspection using (tenant_id, inspection_id)
                where statement.tenant_id = looked.tenant_id and statement_id = looked.aggregate_id::uuid)
              when 'EvidenceChanged' then (
                select string_agg(reference, ', ' order by reference) from (
                  select reference from evidence_of_action join action using (tenant_id, action_id)
                  where evidence_of_action.tenant_id = looked.tenant_id and evidence_id = looked.aggregate_id::uuid and reference <> ''
                  order by reference limit 3) shown)
              when 'AuditChanged' then (
                select string_agg(reference, ', ' order by reference) from (
                  select reference from audit_of_action join action using (tenant_id, action_id)
                  where audit_of_action.tenant_id = looked.tenant_id and audit_id = looked.aggregate_id::uuid and reference <> ''
                  order by reference limit 3) shown)
              when 'ChallengeChanged' then (
                select reference from challenge where challenge.tenant_id = looked.tenant_id and challenge_id = looked.aggregate_id::uuid)
            end
            """,
    };
}
