using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Shared;

/// <summary>Reads who has what for the person's agency as a whole.</summary>
public static class AgencyMembers
{
    public static Task<PartnershipMembers> ReadMembersAsync(this AgencyCalls calls, string agencyId, CancellationToken ct) =>
        ReadAsync(calls.Partners, agencyId, ct);

    /// <param name="partners">Asked for the agency's workspace.</param>
    public static async Task<PartnershipMembers> ReadAsync(Partners.V1.Partners.PartnersClient partners, string agencyId, CancellationToken ct)
    {
        var agencies = partners.ListAgenciesAsync(new ListAgenciesRequest(), cancellationToken: ct).ResponseAsync;
        var people = await partners.ListPeopleAsync(new ListPeopleRequest(), cancellationToken: ct);
        var ownAlone = new Partnership { PartnershipId = TenantId.OfAgency(agencyId), Agencies = { new PartnerAgency { AgencyId = agencyId } } };
        return new(ownAlone, await agencies, people, [], default);
    }
}
