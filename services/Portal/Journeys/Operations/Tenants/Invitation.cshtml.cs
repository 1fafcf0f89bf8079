using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>One invitation: the text to send, and making it good again or withdrawing it.</summary>
public sealed class InvitationModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    private readonly OperatorCalls calls = calls;
    private readonly CurrentPerson person = person;

    [BindProperty(SupportsGet = true, Name = "id")]
    public string Id { get; set; } = "";

    [BindProperty]
    public long Version { get; set; }

    public ShownInvitation Shown { get; private set; } = null!;

    public string Correct => $"{Invitations}/{Id}/correct";

    public string ActionOf(string handler) => $"{Invitations}/{Id}?handler={handler}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var listed = await calls.Partners.ListInvitationsAsync(new() { PersonId = Id }, cancellationToken: ct);
        if (listed.Invited is not [var invited])
        {
            return NotFound();
        }

        var register = await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
        Shown = new(invited, NameOf(register, invited.Person.AgencyId), person.Person.Name, ShownInvitation.SignInAddress(Request), Invitations);
        return Page();
    }

    public Task<IActionResult> OnPostAgainAsync(CancellationToken ct) => DoAsync(
        () => calls.Partners.SendInvitationAgainAsync(new() { PersonId = Id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "It is good for 14 days from now on. Send them the text.", $"{Invitations}/{Id}", () => OnGetAsync(ct));

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) => DoAsync(
        () => calls.Partners.WithdrawInvitationAsync(new() { PersonId = Id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "Withdrawn. Nobody can take it.", $"{Invitations}/{Id}", () => OnGetAsync(ct));
}
