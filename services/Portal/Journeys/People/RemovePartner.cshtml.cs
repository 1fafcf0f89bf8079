using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Takes an agency out of the partners. What it leads Partners does not know: the page says so before.</summary>
public sealed class RemovePartnerModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : PartnerStep(calls, reader, person, time)
{
    /// <summary>Open actions that it leads, alone or jointly.</summary>
    public int Leads { get; private set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new RemovePartnerAgencyRequest { AgencyId = id, ExpectedVersion = Version };
        return TryAsync(id, "Agency removed", () => Calls.Partners.RemovePartnerAgencyAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        if (Manages)
        {
            Leads = (await Calls.Reporting.ListActionsAsync(new ListActionsRequest { LeadId = id, Only = { Only.Open }, PageSize = 1 }, cancellationToken: ct)).Total;
        }

        return version;
    }
}
