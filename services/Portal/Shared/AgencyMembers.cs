using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Shared;

/// <summary>Reads who has what for the person's agency as a whole.</summary>
public static class AgencyMembers
{
    public static async Task<PartnershipMembers> ReadMembersAsync(this AgencyCalls calls, string agencyId, CancellationToken ct)
    {
        var agencies = calls.Partners.ListAgenciesAsync(new ListAgenciesRequest(), cancellationToken: ct).ResponseAsync;
        var people = await calls.Partners.ListPeopleAsync(new ListPeopleRequest(), cancellationToken: ct);
        var ownAlone = new Partnership { Agencies = { new PartnerAgency { AgencyId = agencyId } } };
        return new(ownAlone, await agencies, people, [], default);
    }
}
