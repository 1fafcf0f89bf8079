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
    [Authorize(Policies.ReadRegister)]
    public override async Task<V1.Partnership> GetPartnership(GetPartnershipRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var partnershipId = request.PartnershipId.Length > 0 ? request.PartnershipId : caller.TenantId;
        if (!new TenantId(partnershipId).IsPartnership)
        {
            throw new NotFound("partnership");
        }

        var (partnership, offered, kept) = await database.QueryMultipleAsync(
            TenantScope.Of(new TenantId(partnershipId)),
            PartnershipRows.Sql +
            """
            select exists (select from sharing_grant where tenant_id = @partnershipId and agency_id = @AgencyId);
            select body_id from body
            where tenant_id = 'platform' and kept_by is not null and body_id in (select unnest(body_ids) from partnership where tenant_id = @partnershipId)
            """,
            new { partnershipId, caller.AgencyId },
            async results => (await PartnershipRows.ReadAsync(results), await results.ReadSingleAsync<bool>(), (await results.ReadAsync<string>()).AsList()),
            context.CancellationToken);
        if (partnership is null || !MaySee(caller, partnership, offered))
        {
            throw new NotFound("partnership");
        }

        // Ids that a partnership's own boards were given before December 2026 are made of what it calls them.
        return (caller.ActingAs == Capacity.PlatformOperator ? partnership with { BodyIds = [.. partnership.BodyIds.Except(kept)] } : partnership).ToProto();
    }

    /// <param name="offered">True where the caller's agency was ever offered a look, as a shadow authority is without being a partner.</param>
    private static bool MaySee(Caller caller, Partnership partnership, bool offered) =>
        caller.TenantId == partnership.PartnershipId
        || caller.Has(Capacity.PlatformOperator)
        // The agency's own view: of the partnerships where it is a partner, or was offered a look.
        || (caller.AgencyId is { } agency
            && (caller.AcrossPartnerships || caller.TenantId == TenantId.OfAgency(agency))
            && (offered || partnership.HasPartner(agency)));
}
