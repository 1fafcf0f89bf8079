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
    [Authorize(Policies.OfferSharing)]
    public override async Task<SharingGrantReply> OfferSharingGrant(OfferSharingGrantRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        var reviewOn = check.Date("review_on", request.ReviewOn, "The review date");
        var endsOn = check.Date("ends_on", request.EndsOn, "The end");
        var write = Write.For(context, request);
        var (partnership, earlier, succession) = await database.QueryMultipleAsync(
            write,
            $"{PartnershipRows.Sql}{GrantRows.OfAgencySql};\n{Succession.Select} where tenant_id = @partnershipId and from_partnership_id = @partnershipId",
            new { partnershipId = write.TenantId, request.AgencyId },
            async results => (
                await PartnershipRows.ReadAsync(results),
                (await results.ReadAsync<SharingGrant>()).AsList(),
                await results.ReadSingleOrDefaultAsync<Succession>()),
            context.CancellationToken);
        var grant = SharingGrant.Offer(
            Guid.CreateVersion7(), partnership ?? throw new NotFound("partnership"), request, reviewOn, endsOn,
            write.Caller.Subject, time.GetUtcNow(), earlier, check, succession);
        return await database.SaveAsync(
            write,
            new SharingGrantReply { GrantId = grant.GrantId.ToString(), Version = grant.Version },
            """
            -- The unique index keeps two offers at once from both standing.
            with made as (
              insert into sharing_grant (tenant_id, grant_id, agency_id, capacities, level, agreement_reference,
                review_on, ends_on, state, offered_at, offered_by, version)
              values (@partnershipId, @grantId, @agencyId, @capacityNames, @level, @agreementReference,
                @reviewOn, @endsOn, 'Offered', @offeredAt, @offeredBy, @version)
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            """,
            new
            {
                grant.PartnershipId, grant.GrantId, grant.AgencyId, grant.CapacityNames, Level = grant.Level.ToString(),
                grant.AgreementReference, grant.ReviewOn, grant.EndsOn, grant.OfferedAt, grant.OfferedBy, grant.Version,
            },
            [new Change(grant.GrantId.ToString(), grant.Version, grant.ToEvent(time.Today()))],
            context.CancellationToken);
    }
}
