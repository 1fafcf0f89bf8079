using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Sharing;

/// <summary>The agency's side: what partnerships offer to share with it, and what they share.</summary>
public sealed class SharedWithUsModel(AgencyCalls calls, SharingParties parties, CurrentPerson person) : PageModel
{
    public IReadOnlyList<SharingGrant> Offered { get; private set; } = [];

    /// <summary>Agreed and withdrawn ones.</summary>
    public IReadOnlyList<SharingGrant> Decided { get; private set; } = [];

    public string AgencyName => person.AgencyName;

    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!person.MayAgreeSharing)
        {
            return Forbid();
        }

        var grants = (await calls.Partners.ListSharingGrantsAsync(new ListSharingGrantsRequest(), cancellationToken: ct)).Grants;
        names = await parties.PartnershipNamesAsync(calls.Partners, person.AgencyId, grants.Select(grant => grant.PartnershipId), ct);
        Offered = [.. grants.Where(grant => grant.State == SharingGrantState.Offered)];
        Decided = [.. grants.Where(grant => grant.State != SharingGrantState.Offered)];
        return Page();
    }

    public string NameOf(SharingGrant grant) => names[grant.PartnershipId];
}
