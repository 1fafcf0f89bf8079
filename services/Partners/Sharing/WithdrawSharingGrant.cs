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
    [Authorize(Policies.OfferSharing)]
    public override async Task<SharingGrantReply> WithdrawSharingGrant(WithdrawSharingGrantRequest request, ServerCallContext context)
    {
        var grantId = Ids.Parse("sharing grant", request.GrantId);
        var write = Write.For(context, request);
        var grant = await database.QuerySingleOrDefaultAsync<SharingGrant>(
            write,
            """
            select grant_id, tenant_id as partnership_id, agency_id, capacities as capacity_names, level, agreement_reference,
              review_on, ends_on, state, offered_at, offered_by, agreed_at, agreed_by, withdrawn_at, withdrawn_by,
              withdrawn_reason, version
            from sharing_grant
            where tenant_id = @TenantId and grant_id = @grantId
            """,
            new { write.TenantId, grantId },
            context.CancellationToken) ?? throw new NotFound("sharing grant");
        if (grant.Version != request.ExpectedVersion)
        {
            throw new Conflict(grant.Version);
        }

        var withdrawn = grant.Withdraw(request.Reason, write.Caller.Subject, time.GetUtcNow());
        return await database.SaveAsync(
            write,
            new SharingGrantReply { GrantId = request.GrantId, Version = withdrawn.Version },
            """
            with changed as (
              update sharing_grant set state = 'Withdrawn', withdrawn_at = @withdrawnAt, withdrawn_by = @withdrawnBy,
                withdrawn_reason = @withdrawnReason, version = version + 1
              where tenant_id = @partnershipId and grant_id = @grantId and version = @version returning 1)
            select require_changed(exists (select from changed));
            """,
            new
            {
                withdrawn.PartnershipId, withdrawn.GrantId, grant.Version, withdrawn.WithdrawnAt, withdrawn.WithdrawnBy,
                withdrawn.WithdrawnReason,
            },
            [new Change(withdrawn.GrantId.ToString(), withdrawn.Version, withdrawn.ToEvent(time.Today()))],
            context.CancellationToken);
    }
}
