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
        var taken = await database.QuerySingleOrDefaultAsync<string>(
            write,
            "select agency_id from agency where tenant_id = 'platform' and agency_id = @agencyId",
            new { agency.AgencyId },
            context.CancellationToken);
        if (taken is not null)
        {
            throw new Refused("An agency with this id already exists.");
        }

        return await database.SaveAsync(
            write,
            new AgencyReply { AgencyId = agency.AgencyId, Version = agency.Version },
            """
            with made as (
              insert into agency (agency_id, name, short_name, kind, version)
              values (@agencyId, @name, @shortName, @kind, @version)
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            """,
            new { agency.AgencyId, agency.Name, agency.ShortName, Kind = agency.Kind.ToString(), agency.Version },
            [new Change(agency.AgencyId, agency.Version, new AgencyChanged { Agency = agency.ToProto() })],
            context.CancellationToken);
    }
}
