using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Another address for an invitation that was made at a wrong one.</summary>
public sealed class CorrectInvitationModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("invitation", person, time)
{
    [BindProperty]
    public string? Email { get; set; }

    public InvitedPerson Invited { get; private set; } = new();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Corrected. It is good for 14 days from now on, at this address alone. Send them the text.",
        () => calls.Partners.CorrectInvitationAsync(
            new() { PersonId = id, ExpectedVersion = Version, Email = (Email ?? "").Trim() }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var listed = await calls.Partners.ListInvitationsAsync(new() { PersonId = id }, cancellationToken: ct);
        Invited = listed.Invited is [var invited] ? invited : throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such invitation."));
        return Invited.Invitation.Version;
    }

    protected override void Fill() => Email = Invited.Person.Email;

    protected override string AddressOf(string id) => Addresses.Invitation(Partnership, id);
}
