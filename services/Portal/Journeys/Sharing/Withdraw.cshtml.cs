using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Sharing;

/// <summary>Ends a grant at once, offered or agreed, with a reason.</summary>
public sealed class WithdrawModel(PartnershipCalls calls, SharingParties parties, CurrentPerson person) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "grant")]
    public string GrantId { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public long Version { get; set; }

    public SharingGrant Grant { get; private set; } = new();

    public string AgencyName { get; private set; } = "";

    public string Partnership => calls.PartnershipId;

    public string PartnershipName => person.Partnership!.Name;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!person.IsAny(Capacity.PartnershipManager))
        {
            return Forbid();
        }

        return await ReadAsync(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Reason))
        {
            ModelState.AddModelError(nameof(Reason), "Enter why you withdraw it");
        }

        if (ModelState.IsValid && await WithdrawAsync(ct))
        {
            TempData["Done"] = "Withdrawn. The agency sees nothing of this partnership any more.";
            return Redirect(Addresses.Sharing(Partnership));
        }
        return await ReadAsync(ct) ? Page() : NotFound();
    }

    private async Task<bool> WithdrawAsync(CancellationToken ct)
    {
        try
        {
            await calls.Partners.WithdrawSharingGrantAsync(
                new WithdrawSharingGrantRequest { GrantId = GrantId, Reason = Reason!.Trim(), ExpectedVersion = Version }, cancellationToken: ct);
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
        if (grants.Grants.FirstOrDefault(grant => grant.GrantId == GrantId) is not { } found)
        {
            return false;
        }

        Grant = found;
        AgencyName = (await parties.AgenciesAsync(calls.Partners, ct)).TryGetValue(found.AgencyId, out var agency) ? agency.Name : found.AgencyId;
        return true;
    }
}
