using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>Whom operators invited, and whether they came.</summary>
public sealed class InvitationsModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    private const int PageSize = 50;
    private readonly OperatorCalls calls = calls;

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public ListInvitationsReply Listed { get; private set; } = new();

    public IEnumerable<(InvitedPerson Invited, string AgencyName, string Href)> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Listed = await calls.Partners.ListInvitationsAsync(new() { PageSize = PageSize, PageToken = After ?? "" }, cancellationToken: ct);
        var register = await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
        Rows = Listed.Invited.Select(one => (one, NameOf(register, one.Person.AgencyId), $"{Invitations}/{one.Person.PersonId}"));
    }
}
