using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.ReadRegister)]
    public override async Task<ListAgenciesReply> ListAgencies(ListAgenciesRequest request, ServerCallContext context)
    {
        return await database.QueryMultipleAsync(
            TenantScope.OfMany([]),
            $"""
            select agency_id, name, short_name, kind, part_of_agency_id, version from agency where tenant_id = 'platform' order by name;
            select {Body.Columns} from body where tenant_id = 'platform' order by name;
            select * from (
              select {SuccessorLink.Columns} from successor_link where tenant_id = 'platform' order by takes_effect_on desc, link_id limit 500) newest
            order by takes_effect_on, link_id;
            """,
            null,
            async results =>
            {
                var reply = new ListAgenciesReply();
                reply.Agencies.AddRange((await results.ReadAsync<Agency>()).Select(agency => agency.ToProto()));
                reply.Bodies.AddRange((await results.ReadAsync<Body>()).Select(body => body.ToProto()));
                reply.Successors.AddRange((await results.ReadAsync<SuccessorLink>()).Select(link => link.ToProto()));
                return reply;
            },
            context.CancellationToken);
    }
}
