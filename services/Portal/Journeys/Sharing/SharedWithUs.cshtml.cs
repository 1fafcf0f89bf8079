using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Sharing;

/// <summary>The agency's side: what partnerships offer to share with it, and what they share.</summary>
public sealed class SharedWithUsModel(AgencyCalls calls, SharingParties parties, CurrentPerson person, TimeProvider time) : PageModel
{
    public IReadOnlyList<SharingGrant> Offered { get; private set; } = [];

    /// <summary>Agreed and withdrawn ones.</summary>
    public IReadOnlyList<SharingGrant> Decided { get; private set; } = [];

    /// <summary>Offers that wait, reviews that are late and grants that end soon, each with what is to be done.</summary>
    public IEnumerable<(SharingGrant Grant, string Words)> Flagged =>
        Offered.Concat(Decided).Select(grant => (grant, Words: SharingWords.Flag(grant, time.Today(), offeredByUs: false))).Where(one => one.Words is not null).Select(one => (one.grant, one.Words!));

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
