using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps within how many days an action is due soon, and counts the partnership anew where that changes.</summary>
public sealed class OnPartnershipSettingsChanged(TimeProvider clock) : IEventHandler<PartnershipSettingsChanged>
{
    private const string Keep =
        """
        insert into partnership_setting (tenant_id, due_soon_days, version) values (@TenantId, @days, @Version)
        on conflict (tenant_id) do update set due_soon_days = excluded.due_soon_days, version = excluded.version
        where partnership_setting.version < excluded.version;

        """;

    private const string Erase =
        """
        delete from partnership_setting where tenant_id = @TenantId;

        """;

    /// <summary>
    /// Says anew from when actions are due soon. The counts of before are those of no day then: whoever reads them counts anew.
    /// Parameter: <c>TenantId</c>.
    /// </summary>
    public const string DueSoonAgain =
        """
        with changed as (
          update listed_action set due_soon_from = due_on - due_soon_days_of(@TenantId)
          where tenant_id = @TenantId and due_soon_from is not null and due_soon_from <> due_on - due_soon_days_of(@TenantId)
          returning action_id
        )
        update plan_position set position_on = '0001-01-01' where tenant_id = @TenantId and exists (select from changed);

        """;

    private static readonly string CountAnew = DueSoonAgain + PlanPosition.CountAnew;

    public Task ApplyAsync(EventContext context, PartnershipSettingsChanged state)
    {
        var (today, tenants) = (clock.Today(), (string[])[context.TenantId]);
        return context.Erased
            ? context.ExecuteAsync(Records.InTurn + Erase + CountAnew, new { context.TenantId, today, tenants })
            : context.ExecuteAsync(Records.InTurn + Keep + CountAnew, new
            {
                context.TenantId,
                today,
                tenants,
                // Settings of a partnership that never chose a number say none.
                days = state.Settings.DueSoonDays is 0 ? DueDate.SoonDays : state.Settings.DueSoonDays,
                context.Version,
            });
    }
}
