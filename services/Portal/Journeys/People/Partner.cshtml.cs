using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Says anew whether a partner agency is one of the safeguarding partners.</summary>
public sealed class PartnerModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : PartnerStep(calls, reader, person, time)
{
    [BindProperty]
    public bool SafeguardingPartner { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new AddPartnerAgencyRequest { AgencyId = id, SafeguardingPartner = SafeguardingPartner, ExpectedVersion = Version };
        return TryAsync(
            id, "Agency saved", () => Calls.Partners.AddPartnerAgencyAsync(request, cancellationToken: ct).ResponseAsync, ct, ("agency_id", nameof(SafeguardingPartner)));
    }

    protected override void Fill() => SafeguardingPartner = Partner.SafeguardingPartner;
}
