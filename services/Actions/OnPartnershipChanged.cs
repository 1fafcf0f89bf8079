using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps a partnership's code and who may lead and support its actions.</summary>
public sealed class OnPartnershipChanged : IEventHandler<PartnershipChanged>
{
    public Task ApplyAsync(EventContext context, PartnershipChanged state) => context.Erased
        ? context.ExecuteAsync("delete from partnership where tenant_id = @TenantId", new { context.TenantId })
        : context.ExecuteAsync(
            """
            insert into partnership as kept (tenant_id, code, agency_ids, body_ids, version)
            values (@TenantId, @Code, @agencies, @bodies, @Version)
            on conflict (tenant_id) do update
            set code = excluded.code, agency_ids = excluded.agency_ids, body_ids = excluded.body_ids, version = excluded.version
            where kept.version < excluded.version;
            insert into known_partnership (partnership_id) values (@TenantId) on conflict do nothing
            """,
            new
            {
                context.TenantId,
                state.Partnership.Code,
                agencies = state.Partnership.Agencies.Select(agency => agency.AgencyId).ToArray(),
                bodies = state.Partnership.BodyIds.ToArray(),
                context.Version,
            });
}
