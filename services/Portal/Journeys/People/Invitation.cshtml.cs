using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>One invitation: the text to send, and making it good again or withdrawing it.</summary>
public sealed class InvitationModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public string Id { get; set; } = "";

    [BindProperty]
    public long Version { get; set; }

    public ShownInvitation Shown { get; private set; } = null!;

    public string Correct => Addresses.Invitation(Partnership, Id) + "/correct";

    public string ActionOf(string handler) => $"{Addresses.Invitation(Partnership, Id)}?handler={handler}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        var listed = await calls.Partners.ListInvitationsAsync(new() { PersonId = Id }, cancellationToken: ct);
        if (listed.Invited is not [var invited])
        {
            return NotFound();
        }

        var members = await reader.ReadAnewAsync(ct);
        Shown = new(invited, members.AgencyName(invited.Person.AgencyId), Person.Person.Name, ShownInvitation.SignInAddress(Request), Addresses.Invitations(Partnership));
        return Page();
    }

    public Task<IActionResult> OnPostAgainAsync(CancellationToken ct) => DoAsync(
        calls.Partners.SendInvitationAgainAsync(new() { PersonId = Id, ExpectedVersion = Version }, cancellationToken: ct),
        "It is good for 14 days from now on. Send them the text.", ct);

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) => DoAsync(
        calls.Partners.WithdrawInvitationAsync(new() { PersonId = Id, ExpectedVersion = Version }, cancellationToken: ct),
        "Withdrawn. Nobody can take it; end their role too if they are not to come.", ct);

    private async Task<IActionResult> DoAsync(AsyncUnaryCall<InvitationReply> act, string done, CancellationToken ct)
    {
        try
        {
            await act;
            return Done(done, Addresses.Invitation(Partnership, Id));
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "Somebody else changed this invitation while you had this page open. See what it is now.");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        return await OnGetAsync(ct);
    }
}
