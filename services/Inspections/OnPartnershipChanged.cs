using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Inspections;

/// <summary>Keeps the partnership's code, with which its references begin, and how its place is called.</summary>
public sealed class OnPartnershipChanged : IEventHandler<PartnershipChanged>
{
    // The same version again brings the names to a row of an older release, which kept the code alone.
    public Task ApplyAsync(EventContext context, PartnershipChanged state) => context.Erased
        ? context.ExecuteAsync("delete from partnership where partnership_id = @TenantId", new { context.TenantId })
        : context.ExecuteAsync(
            """
            insert into partnership (partnership_id, code, name, area, agency_ids, version)
            values (@TenantId, @Code, @Name, @Area, @AgencyIds, @Version)
            on conflict (partnership_id) do update
            set code = excluded.code, name = excluded.name, area = excluded.area, agency_ids = excluded.agency_ids, version = excluded.version
            where partnership.version <= excluded.version
            """,
            new
            {
                context.TenantId,
                state.Partnership.Code,
                state.Partnership.Name,
                state.Partnership.Area,
                AgencyIds = state.Partnership.Agencies.Select(agency => agency.AgencyId).ToArray(),
                context.Version,
            });
}
