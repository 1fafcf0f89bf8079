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
    /// <summary>The one write across a border: the agency's side decides about a record of the partnership.</summary>
    [Authorize(Policies.AgreeSharing)]
    public override async Task<SharingGrantReply> AgreeSharingGrant(AgreeSharingGrantRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var agencyId = new TenantId(caller.TenantId).AgencyId ?? throw new Forbidden("Agree grants in your agency's workspace.");
        var grantId = Ids.Parse("sharing grant", request.GrantId);
        if (!new TenantId(request.PartnershipId).IsPartnership)
        {
            throw new NotFound("sharing grant");
        }

        var write = Write.For(context, request, new TenantId(request.PartnershipId));
        var grants = await database.QueryAsync<SharingGrant>(
            write, GrantRows.OfAgencySql, new { request.PartnershipId, agencyId }, context.CancellationToken);
        var grant = grants.SingleOrDefault(one => one.GrantId == grantId) ?? throw new NotFound("sharing grant");
        if (grant.Version != request.ExpectedVersion)
        {
            throw new Conflict(grant.Version);
        }

        var now = time.GetUtcNow();
        var today = now.DateInLondon();
        var agreed = grant.Agree(caller.Subject, now);
        // A grant that fell to its lower level at its end makes room for the one that renews it.
        var replaced = grants.SingleOrDefault(one => one.State == SharingGrantState.Agreed)
            ?.Withdraw("Replaced by a new grant.", caller.Subject, now);
        Change[] changes =
        [
            .. replaced is null ? Array.Empty<Change>() : [new Change(replaced.GrantId.ToString(), replaced.Version, replaced.ToEvent(today))],
            new Change(request.GrantId, agreed.Version, agreed.ToEvent(today)) { Kind = AuditKind.Disclosure, DisclosedTo = agencyId },
        ];
        return await database.SaveAsync(
            write,
            new SharingGrantReply { GrantId = request.GrantId, Version = agreed.Version },
            """
            with changed as (
              update sharing_grant set state = 'Withdrawn', withdrawn_at = @now, withdrawn_by = @by,
                withdrawn_reason = @replacedReason, version = version + 1
              where tenant_id = @partnershipId and grant_id = @replacedId::uuid and version = @replacedVersion::bigint returning 1)
            select require_changed(@replacedId::uuid is null or exists (select from changed));
            with changed as (
              update sharing_grant set state = 'Agreed', agreed_at = @now, agreed_by = @by, version = version + 1
              where tenant_id = @partnershipId and grant_id = @grantId and version = @version returning 1)
            select require_changed(exists (select from changed));
            """,
            new
            {
                request.PartnershipId, grantId, grant.Version, now, by = caller.Subject,
                replacedId = replaced?.GrantId, replacedVersion = replaced?.Version - 1, replacedReason = replaced?.WithdrawnReason ?? "",
            },
            changes,
            context.CancellationToken);
    }
}
