using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>Another address for an invitation that an operator made at a wrong one.</summary>
public sealed class CorrectInvitationModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    private readonly OperatorCalls calls = calls;

    [BindProperty(SupportsGet = true, Name = "id")]
    public string Id { get; set; } = "";

    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public InvitedPerson Invited { get; private set; } = new();

    public string Back => $"{Invitations}/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var page = await ReadAsync(ct);
        Email = Invited.Person?.Email;
        return page;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => DoAsync(
        () => calls.Partners.CorrectInvitationAsync(
            new() { PersonId = Id, ExpectedVersion = Version, Email = (Email ?? "").Trim() }, cancellationToken: ct).ResponseAsync,
        "Corrected. It is good for 14 days from now on, at this address alone. Send them the text.", Back, () => ReadAsync(ct));

    private async Task<IActionResult> ReadAsync(CancellationToken ct)
    {
        var listed = await calls.Partners.ListInvitationsAsync(new() { PersonId = Id }, cancellationToken: ct);
        if (listed.Invited is not [var invited])
        {
            return NotFound();
        }

        (Invited, Version) = (invited, invited.Invitation.Version);
        return Page();
    }
}
