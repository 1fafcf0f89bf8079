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
        """);
}
