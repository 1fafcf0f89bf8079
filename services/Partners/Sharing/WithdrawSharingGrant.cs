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
            $"{GrantRows.Select} where tenant_id = @TenantId and grant_id = @grantId",
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
            GrantRows.Withdraw,
            GrantRows.WithdrawnRow(withdrawn),
            [new Change(withdrawn.GrantId.ToString(), withdrawn.Version, withdrawn.ToEvent(time.Today()))],
            context.CancellationToken);
    }
}
