using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps the grants and offers of a partnership, of which people are told in time; an offer is told of today.</summary>
public sealed class OnSharingGrantChanged(TimeProvider clock) : IEventHandler<SharingGrantChanged>
{
    public Task ApplyAsync(EventContext context, SharingGrantChanged state)
    {
        var grantId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(
                """
                delete from sharing_grant where tenant_id = @TenantId and grant_id = @grantId;
                delete from notification where tenant_id = @TenantId and record_id = @grantId
                """,
                new { context.TenantId, grantId })
            : context.ExecuteAsync(
                """
                insert into sharing_grant as kept (tenant_id, grant_id, agency_id, level, capacities, state, offered_on, review_on, ends_on, version)
                values (@TenantId, @grantId, @AgencyId, @Level, @capacities, @State, @offeredOn, @reviewOn, @endsOn, @Version)
                on conflict (tenant_id, grant_id) do update
                set level = excluded.level, capacities = excluded.capacities, state = excluded.state, offered_on = excluded.offered_on,
                  review_on = excluded.review_on, ends_on = excluded.ends_on, version = excluded.version
                where kept.version <= excluded.version;
                -- A job of its own: the day's may be running, and have read the offers before. Who was told is not told again.
                insert into job (tenant_id, kind, job_id)
                select @TenantId, @Daily, @grantId where @toldToday
                on conflict do nothing
                """,
                new
                {
                    context.TenantId,
                    grantId,
                    state.Grant.AgencyId,
                    state.Grant.Level,
                    capacities = state.Grant.Capacities.Select(capacity => (int)capacity).ToArray(),
                    state.Grant.State,
                    offeredOn = state.Grant.OfferedAt.ToDateTimeOffset().DateInLondon(),
                    reviewOn = LondonDates.FromIso(state.Grant.ReviewOn),
                    endsOn = LondonDates.FromIso(state.Grant.EndsOn),
                    context.Version,
                    DailyNotices.Daily,
                    toldToday = state.Grant.State == SharingGrantState.Offered && DailyNotices.HaveBegun(clock.GetUtcNow()),
                });
    }
}
