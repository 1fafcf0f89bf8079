using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the grants, which every read across a border joins: a withdrawal shows nothing from here on.</summary>
public sealed class OnSharingGrantChanged : IEventHandler<SharingGrantChanged>
{
    public Task ApplyAsync(EventContext context, SharingGrantChanged state) => context.ExecuteAsync(
        """
        insert into sharing_grant (tenant_id, grant_id, agency_id, capacities, level, ends_on, state, version)
        values (@TenantId, @GrantId, @AgencyId, @Capacities, @Level, @EndsOn, @State, @Version)
        on conflict (tenant_id, grant_id) do update
        set capacities = excluded.capacities, level = excluded.level, ends_on = excluded.ends_on, state = excluded.state,
          version = excluded.version
        where sharing_grant.version < excluded.version
        """,
        new
        {
            context.TenantId,
            GrantId = Guid.Parse(context.AggregateId),
            state.Grant.AgencyId,
            Capacities = state.Grant.Capacities.Select(capacity => capacity.ToString()).ToArray(),
            Level = (int)state.Grant.Level,
            EndsOn = LondonDates.FromIso(state.Grant.EndsOn),
            State = state.Grant.State.ToString(),
            context.Version,
        });
}
