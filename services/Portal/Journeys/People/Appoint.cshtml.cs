using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Appoints somebody who is known here; a lead safeguarding partner appoints a manager and nobody else.</summary>
public sealed class AppointModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : AppointStep(calls, reader, person, time)
{
    [BindProperty]
    public string? PersonId { get; set; }

    public IEnumerable<Choice> People => Members.People.Prepend(new Choice("", "Choose a person"));

    protected override bool May => Manages || Person.IsAny(Capacity.LeadSafeguardingPartner);

    protected override IEnumerable<Capacity> Offered => Manages ? base.Offered : [Capacity.PartnershipManager];

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var request = new AppointRequest { PersonId = PersonId ?? "", Capacity = Chosen, StartsOn = FirstDay(), EndsOn = LastDay(), BodyId = BodyId ?? "" };
        return TryAsync(() => Calls.Partners.AppointAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill() => PersonId = Request.Query["person"];
}
