using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps a partnership's code and name, who may lead and support its actions, and its three safeguarding partners.</summary>
public sealed class OnPartnershipChanged : IEventHandler<PartnershipChanged>
{
    public Task ApplyAsync(EventContext context, PartnershipChanged state) => context.Erased
        ? context.ExecuteAsync("delete from partnership where tenant_id = @TenantId", new { context.TenantId })
        : context.ExecuteAsync(
            """
            insert into partnership as kept (tenant_id, code, name, agency_ids, body_ids, safeguarding_partner_ids, version)
            values (@TenantId, @Code, @Name, @agencies, @bodies, @partners, @Version)
            on conflict (tenant_id) do update
            set code = excluded.code, name = excluded.name, agency_ids = excluded.agency_ids, body_ids = excluded.body_ids,
              safeguarding_partner_ids = excluded.safeguarding_partner_ids, version = excluded.version
            where kept.version <= excluded.version;
            insert into known_partnership (partnership_id) values (@TenantId) on conflict do nothing
            """,
            new
            {
                context.TenantId,
                state.Partnership.Code,
                state.Partnership.Name,
                agencies = state.Partnership.Agencies.Select(agency => agency.AgencyId).ToArray(),
                bodies = state.Partnership.BodyIds.ToArray(),
                partners = state.Partnership.Agencies.Where(agency => agency.SafeguardingPartner).Select(agency => agency.AgencyId).ToArray(),
                context.Version,
            });
}
