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

        var partnership = await database.QueryMultipleAsync(
            TenantScope.Of(new TenantId(partnershipId)), PartnershipRows.Sql, new { partnershipId }, PartnershipRows.ReadAsync, context.CancellationToken);
        return partnership is not null && MaySee(caller, partnership) ? partnership.ToProto() : throw new NotFound("partnership");
    }

    private static bool MaySee(Caller caller, Partnership partnership) =>
        caller.TenantId == partnership.PartnershipId
        || caller.Has(Capacity.PlatformOperator)
        // The agency's own view: of the partnerships where it is a partner.
        || (caller.AgencyId is { } agency
            && (caller.AcrossPartnerships || caller.TenantId == TenantId.OfAgency(agency))
            && partnership.HasPartner(agency));
}
