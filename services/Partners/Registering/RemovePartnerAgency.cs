using Dapper;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RemovePartners)]
    public override async Task<PartnershipReply> RemovePartnerAgency(RemovePartnerAgencyRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var partnershipId = write.TenantId.Value;
        var today = time.Today();
        var (partnership, here) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql + AgencyHere.Select,
            new { partnershipId, request.AgencyId, today },
            async results => (await PartnershipRows.ReadAsync(results), await results.ReadSingleAsync<AgencyHere>()),
            context.CancellationToken);
        if (partnership is null)
        {
            throw new NotFound("partnership");
        }

        // To a manager an agency that is no partner answers as one that nobody registered.
        if (!partnership.HasPartner(request.AgencyId))
        {
            throw new NotFound("agency");
        }

        if (partnership.Version != request.ExpectedVersion)
        {
            throw new Conflict(partnership.Version);
        }

        here.RefuseToLeave();
        var changed = partnership.WithoutPartner(request.AgencyId);
        var row = new DynamicParameters(new { partnershipId, partnership.Version, request.AgencyId, today });
        row.AddDynamicParams(PartnershipRows.AuditOf(write, changed, time.GetUtcNow()));
        return await database.SaveAsync(
            write,
            new PartnershipReply { PartnershipId = partnershipId, Version = changed.Version },
            """
            -- Whoever is appointed at the same moment queues here, as in Appoint.
            select pg_advisory_xact_lock(hashtextextended(@partnershipId, 0));
            with changed as (
              update partnership set version = version + 1
              where tenant_id = @partnershipId and version = @version
                and not exists (
                  select from appointment
                  where tenant_id = @partnershipId and agency_id = @agencyId and coalesce(ends_on >= @today, true))
                and not exists (
                  select from sharing_grant
                  where tenant_id = @partnershipId and agency_id = @agencyId and state in ('Offered', 'Agreed'))
              returning 1)
            select require_changed(exists (select from changed));
            delete from partner_agency where tenant_id = @partnershipId and agency_id = @agencyId;
            insert into former_partner (tenant_id, agency_id, last_day) values (@partnershipId, @agencyId, @today)
            on conflict (tenant_id, agency_id) do update set last_day = excluded.last_day;
            """ + PartnershipRows.AuditOfPartner,
            row,
            [new Change(partnershipId, changed.Version, changed.ToEvent())],
            context.CancellationToken);
    }
}
