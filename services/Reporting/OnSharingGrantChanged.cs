using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the grants, which every read across a border joins: a withdrawal shows nothing from here on.</summary>
public sealed class OnSharingGrantChanged : IEventHandler<SharingGrantChanged>
{
    // A version that an older replica has kept is kept again, with what that one did not know.
    public Task ApplyAsync(EventContext context, SharingGrantChanged state) => context.Erased
        ? context.ExecuteAsync(
            "delete from sharing_grant where tenant_id = @TenantId and grant_id = @GrantId",
            new { context.TenantId, GrantId = Guid.Parse(context.AggregateId) })
        : context.ExecuteAsync(
            """
            insert into sharing_grant (tenant_id, grant_id, agency_id, capacities, level, level_after_end, ends_on, state, version)
            values (@TenantId, @GrantId, @AgencyId, @Capacities, @Level, @LevelAfterEnd, @EndsOn, @State, @Version)
            on conflict (tenant_id, grant_id) do update
            set capacities = excluded.capacities, level = excluded.level, level_after_end = excluded.level_after_end,
              ends_on = excluded.ends_on, state = excluded.state, version = excluded.version
            where sharing_grant.version <= excluded.version
            """,
            new
            {
                context.TenantId,
                GrantId = Guid.Parse(context.AggregateId),
                state.Grant.AgencyId,
                Capacities = state.Grant.Capacities.Select(capacity => capacity.ToString()).ToArray(),
                Level = (int)state.Grant.Level,
                LevelAfterEnd = (int)state.Grant.Level.AfterEnd(),
                EndsOn = LondonDates.FromIso(state.Grant.EndsOn),
                State = state.Grant.State.ToString(),
                context.Version,
            });
}
