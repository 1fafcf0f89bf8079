using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<PartnershipReply> ProvisionPartnership(ProvisionPartnershipRequest request, ServerCallContext context)
    {
        var partnership = Partnership.Provision(request);
        var write = Write.For(context, request) with { Scope = TenantScope.OfMany([new TenantId(partnership.PartnershipId), TenantId.Platform]) };
        var (taken, bodies) = await database.QueryMultipleAsync(
            write,
            """
            select name from partnership_name
            where tenant_id = 'platform' and (partnership_id = @partnershipId or code = @code) limit 1;
            select count(*) from body where tenant_id = 'platform' and body_id = any (@bodyIds);
            """,
            new { partnership.PartnershipId, partnership.Code, partnership.BodyIds },
            async results => (await results.ReadSingleOrDefaultAsync<string>(), await results.ReadSingleAsync<long>()),
            context.CancellationToken);
        if (taken is not null)
        {
            throw new Refused("A partnership with this id or code already exists.");
        }

        new RequestCheck().That(bodies == partnership.BodyIds.Length, "body_ids", "Register these bodies first.").ThrowIfRefused();
        return await database.SaveAsync(
            write,
            new PartnershipReply { PartnershipId = partnership.PartnershipId, Version = partnership.Version },
            """
            with made as (
              insert into partnership_name (partnership_id, code, name) values (@partnershipId, @code, @name)
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            insert into partnership (tenant_id, name, code, area, body_ids, version)
            values (@partnershipId, @name, @code, @area, @bodyIds, @version);
            """,
            new
            {
                partnership.PartnershipId, partnership.Code, partnership.Name, partnership.Area, partnership.BodyIds, partnership.Version,
            },
            [new Change(partnership.PartnershipId, partnership.Version, partnership.ToEvent()) { TenantId = new TenantId(partnership.PartnershipId) }],
            context.CancellationToken);
    }
}
