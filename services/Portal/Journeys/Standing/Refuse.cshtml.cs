using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Standing;

/// <summary>A safeguarding partner refuses the manager whom operators proposed.</summary>
public sealed class RefuseModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public long Version { get; set; }

    public GetTenantReply Shown { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Person.IsAny(Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner))
        {
            return Forbid();
        }

        Shown = await calls.Tenants.GetTenantAsync(new(), cancellationToken: ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        try
        {
            await calls.Tenants.RefuseRecoveryAsync(new() { Reason = Reason ?? "", ExpectedVersion = Version }, cancellationToken: ct);
            return Done("Refused. Nobody becomes manager by it.", Addresses.Standing(Partnership));
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "Somebody else changed this while you had the page open. See what it is now, and refuse again if it is still right.");
            ModelState.Remove(nameof(Version));
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        return await OnGetAsync(ct);
    }
}
