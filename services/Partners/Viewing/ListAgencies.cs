using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.ReadRegister)]
    public override async Task<ListAgenciesReply> ListAgencies(ListAgenciesRequest request, ServerCallContext context)
    {
        TenantId? partnership = Caller.Of(context).TenantIdOrNone is { IsPartnership: true } tenant ? tenant : null;
        return await database.QueryMultipleAsync(
            TenantScope.OfMany(partnership is { } own ? [own] : []),
            $"""
            select agency_id, name, short_name, kind, part_of_agency_id, version from agency where tenant_id = 'platform' order by name;
            -- A partnership's boards are its own to know, and its successors'.
            select {Body.Columns} from body
            where tenant_id = 'platform' and (kept_by is null or kept_by = @partnershipId
              or body_id in (select unnest(body_ids) from partnership where tenant_id = @partnershipId)
              or kept_by in (select from_partnership_id from succession where tenant_id = @partnershipId and takes_effect_on <= @today))
            order by name;
            select * from (
              select {SuccessorLink.Columns} from successor_link where tenant_id = 'platform' order by takes_effect_on desc, link_id limit 500) newest
            order by takes_effect_on, link_id;
            """,
            new { partnershipId = partnership?.Value, today = time.Today() },
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
