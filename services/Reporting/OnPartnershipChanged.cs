using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the partnership's name, code and safeguarding partners. A version that an older replica has kept is kept again.</summary>
public sealed class OnPartnershipChanged : IEventHandler<PartnershipChanged>
{
    public Task ApplyAsync(EventContext context, PartnershipChanged state) => context.Erased
        ? context.ExecuteAsync("delete from partnership where tenant_id = @TenantId", new { context.TenantId })
        : context.ExecuteAsync(
            """
            insert into partnership (tenant_id, name, code, safeguarding_partner_ids, version)
            values (@TenantId, @Name, @Code, @safeguardingPartners, @Version)
            on conflict (tenant_id) do update
            set name = excluded.name, code = excluded.code, safeguarding_partner_ids = excluded.safeguarding_partner_ids,
              version = excluded.version
            where partnership.version <= excluded.version
            """,
            new
            {
                context.TenantId,
                state.Partnership.Name,
                state.Partnership.Code,
                safeguardingPartners = state.Partnership.Agencies.Where(agency => agency.SafeguardingPartner).Select(agency => agency.AgencyId).ToArray(),
                context.Version,
            });
}
