using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Who was invited to a role here, and whether they came.</summary>
public sealed class InvitationsModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public ListInvitationsReply Listed { get; private set; } = new();

    public IEnumerable<(InvitedPerson Invited, string AgencyName, string Href)> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        Listed = await calls.Partners.ListInvitationsAsync(new() { PageSize = PageSize, PageToken = After ?? "" }, cancellationToken: ct);
        var members = await reader.ReadAnewAsync(ct);
        Rows = Listed.Invited.Select(one => (one, members.AgencyName(one.Person.AgencyId), $"{Addresses.Invitations(Partnership)}/{one.Person.PersonId}"));
        return Page();
    }
}
