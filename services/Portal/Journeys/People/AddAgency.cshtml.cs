using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Makes an agency of the register a partner.</summary>
public sealed class AddAgencyModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public string? AgencyId { get; set; }

    [BindProperty]
    public bool SafeguardingPartner { get; set; }

    public PartnershipMembers Members { get; private set; } = null!;

    public IEnumerable<Choice> Agencies => Members.OtherAgencies.Select(agency => new Choice(agency.AgencyId, agency.Name)).Prepend(new Choice("", "Choose an agency"));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        Members = await reader.ReadAnewAsync(ct);
        Version = Members.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var stale = false;
        try
        {
            await calls.Partners.AddPartnerAgencyAsync(
                new AddPartnerAgencyRequest { AgencyId = AgencyId ?? "", SafeguardingPartner = SafeguardingPartner, ExpectedVersion = Version },
                cancellationToken: ct);
            return Done("Agency added. Appoint its people now.", Addresses.People(Partnership));
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "Somebody else changed the partners while you had this page open. Save again if what you chose is still right.");
            ModelState.Remove(nameof(Version));
            stale = true;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        Members = await reader.ReadAnewAsync(ct);
        Version = stale || ModelState.SaysSavedBefore() ? Members.Version : Version;
        return Page();
    }
}
