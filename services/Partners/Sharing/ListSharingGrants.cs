using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.ReadSharing)]
    public override async Task<ListSharingGrantsReply> ListSharingGrants(ListSharingGrantsRequest request, ServerCallContext context)
    {
        var tenantId = Caller.Of(context).TenantId;
        // In a workspace the database shows the agency's own grants of every partnership, by a policy of their own.
        var scope = tenantId.AgencyId is { } agency
            ? TenantScope.OfMany([]).With("app.agency", agency)
            : TenantScope.Of(tenantId);
        var grants = await database.QueryAsync<SharingGrant>(
            scope,
            """
            select grant_id, tenant_id as partnership_id, agency_id, capacities as capacity_names, level, agreement_reference,
              review_on, ends_on, state, offered_at, offered_by, agreed_at, agreed_by, withdrawn_at, withdrawn_by,
              withdrawn_reason, version
            from sharing_grant
            order by state = 'Withdrawn', tenant_id, agency_id, offered_at desc
            """,
            null,
            context.CancellationToken);
        var today = time.Today();
        var reply = new ListSharingGrantsReply();
        reply.Grants.AddRange(grants.Select(grant => grant.ToProto(today)));
        return reply;
    }
}
