using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Invites somebody of a partner agency to their first role here.</summary>
public sealed class RegisterModel(
    PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time, IConfiguration configuration)
    : AppointStep(calls, reader, person, time)
{
    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? JobTitle { get; set; }

    [BindProperty]
    public string? AgencyId { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public IEnumerable<Choice> Agencies => Members.Agencies.Prepend(new Choice("", "Choose an agency"));

    protected override (string What, string Address) Next =>
        ("Appointed. If they are new here, send them the text of their invitation: nobody else writes to them.", Addresses.Invitations(Partnership));

    // A workspace has people of one agency alone.
    protected override void Fill() => AgencyId = IsWorkspace ? Person.AgencyId : null;

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var request = new AppointNewPersonRequest
        {
            Person = new()
            {
                Name = FullName ?? "", JobTitle = JobTitle ?? "", AgencyId = AgencyId ?? "", Email = (Email ?? "").Trim(),
                Issuer = configuration.Required("IdentityProvider:Issuer"),
            },
            Capacity = Chosen,
            StartsOn = FirstDay(),
            EndsOn = LastDay(),
            BodyId = BodyId ?? "",
        };
        return TryAsync(() => Calls.Partners.AppointNewPersonAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }
}
