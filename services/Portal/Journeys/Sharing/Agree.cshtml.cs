using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Sharing;

/// <summary>Agrees an offer for the agency; from then on its people see the partnership.</summary>
public sealed class AgreeModel(AgencyCalls calls, SharingParties parties, CurrentPerson person) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "partnership")]
    public string Partnership { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "grant")]
    public string GrantId { get; set; } = "";

    [BindProperty]
    public long Version { get; set; }

    public SharingGrant Grant { get; private set; } = new();

    public string PartnershipName { get; private set; } = "";

    public string AgencyName => person.AgencyName;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!person.MayAgreeSharing)
        {
            return Forbid();
        }

        return await ReadAsync(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await AgreeAsync(ct))
        {
            return await ReadAsync(ct) ? Page() : NotFound();
        }

        TempData["Done"] = "Agreed. The partnership is now in your view of all partnerships.";
        return Redirect("/agency/sharing");
    }

    private async Task<bool> AgreeAsync(CancellationToken ct)
    {
        try
        {
            await calls.Partners.AgreeSharingGrantAsync(
                new AgreeSharingGrantRequest { PartnershipId = Partnership, GrantId = GrantId, ExpectedVersion = Version }, cancellationToken: ct);
            return true;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
            return false;
        }
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        var grants = await calls.Partners.ListSharingGrantsAsync(new ListSharingGrantsRequest(), cancellationToken: ct);
        if (grants.Grants.FirstOrDefault(grant => grant.GrantId == GrantId && grant.PartnershipId == Partnership) is not { } found)
        {
            return false;
        }

        Grant = found;
        PartnershipName = (await parties.PartnershipNamesAsync(calls.Partners, person.AgencyId, [Partnership], ct))[Partnership];
        return true;
    }
}
