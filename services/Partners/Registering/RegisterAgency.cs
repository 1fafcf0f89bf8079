using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<AgencyReply> RegisterAgency(RegisterAgencyRequest request, ServerCallContext context)
    {
        var agency = Agency.Register(request);
        var write = Write.For(context, request);
        var known = await database.QueryAsync<Agency>(
            write,
            """
            select agency_id, name, short_name, kind, part_of_agency_id, version from agency
            where tenant_id = 'platform' and agency_id in (@agencyId, @partOfAgencyId)
            """,
            new { agency.AgencyId, agency.PartOfAgencyId },
            context.CancellationToken);
        if (known.Any(other => other.AgencyId == agency.AgencyId))
        {
            throw new Refused("An agency with this id already exists.");
        }

        agency.RequireWhole(known.SingleOrDefault(other => other.AgencyId == agency.PartOfAgencyId));

        return await database.SaveAsync(
            write,
            new AgencyReply { AgencyId = agency.AgencyId, Version = agency.Version },
            """
            with made as (
              insert into agency (agency_id, name, short_name, kind, part_of_agency_id, version)
              values (@agencyId, @name, @shortName, @kind, @partOfAgencyId, @version)
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            """,
            new { agency.AgencyId, agency.Name, agency.ShortName, Kind = agency.Kind.ToString(), agency.PartOfAgencyId, agency.Version },
            [new Change(agency.AgencyId, agency.Version, new AgencyChanged { Agency = agency.ToProto() })],
            context.CancellationToken);
    }
}
