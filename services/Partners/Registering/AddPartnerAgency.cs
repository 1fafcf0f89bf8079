using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunPartnership)]
    public override async Task<PartnershipReply> AddPartnerAgency(AddPartnerAgencyRequest request, ServerCallContext context)
    {
        var partnershipId = PartnershipOf(Caller.Of(context), request.PartnershipId, "partnership_id");
        var write = Write.For(context, request, new TenantId(partnershipId));
        // Whose people may refuse what operators do is the partnership's to say, once there is somebody to say it.
        var isSetUp = write.Caller.ActingAs == Capacity.PlatformOperator;
        var (partnership, agency, here, isRun) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql +
            """
            select agency_id, name, short_name, kind, version from agency where tenant_id = 'platform' and agency_id = @agencyId;

            """ + AgencyHere.Select + "select exists (select from appointment where tenant_id = @partnershipId);",
            new { partnershipId, request.AgencyId, today = time.Today() },
            async results => (
                await PartnershipRows.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<Agency>(),
                await results.ReadSingleAsync<AgencyHere>(),
                await results.ReadSingleAsync<bool>()),
            context.CancellationToken);
        if (partnership is null)
        {
            throw new NotFound("partnership");
        }

        if (partnership.Version != request.ExpectedVersion)
        {
            throw new Conflict(partnership.Version);
        }

        if (isSetUp && isRun)
        {
            throw new Refused("A platform operator adds agencies until the partnership's first manager is appointed. From then on its manager adds them.");
        }

        new RequestCheck().That(agency is not null, "agency_id", "Choose an agency of the register.").ThrowIfRefused();
        var changed = partnership.WithPartner(agency!, request.SafeguardingPartner);
        if (!request.SafeguardingPartner)
        {
            here.RefuseToBeAnOtherPartner();
        }

        var row = new DynamicParameters(new { partnershipId, partnership.Version, request.AgencyId, request.SafeguardingPartner, isSetUp });
        row.AddDynamicParams(PartnershipRows.AuditOf(write, changed, time.GetUtcNow()));
        return await database.SaveAsync(
            write,
            new PartnershipReply { PartnershipId = partnershipId, Version = changed.Version },
            """
            -- A first manager who is appointed meanwhile queues here too.
            select pg_advisory_xact_lock(hashtextextended(@partnershipId, 0)) where @isSetUp;
            with changed as (
              update partnership set version = version + 1
              where tenant_id = @partnershipId and version = @version
                and not (@isSetUp and exists (select from appointment where tenant_id = @partnershipId))
              returning 1)
            select require_changed(exists (select from changed));
            insert into partner_agency (tenant_id, agency_id, safeguarding_partner)
            values (@partnershipId, @agencyId, @safeguardingPartner)
            on conflict (tenant_id, agency_id) do update set safeguarding_partner = excluded.safeguarding_partner;
            delete from former_partner where tenant_id = @partnershipId and agency_id = @agencyId;
            """ + PartnershipRows.AuditOfPartner,
            row,
            [new Change(partnershipId, changed.Version, changed.ToEvent())],
            context.CancellationToken);
    }

    /// <summary>The partnership that the caller runs: a manager's own; a platform operator names it.</summary>
    private static string PartnershipOf(Caller caller, string named, string field)
    {
        if (caller.ActingAs == Capacity.PlatformOperator)
        {
            new RequestCheck().That(named.Length > 0, field, "Name the partnership.").ThrowIfRefused();
            return new TenantId(named).IsPartnership ? named : throw new NotFound("partnership");
        }

        return named.Length == 0 || named == caller.TenantId.Value ? caller.TenantId : throw new NotFound("partnership");
    }
}
