using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Whoever asked for a new date takes it back.</summary>
public sealed class TakeBackDateModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : DateRequestStep(calls, membersReader, person, time)
{
    // The manager decides on what somebody else asked.
    protected override IActionResult? Refusal => DateRequest is null ? NotFound()
        : DateRequest.PersonId == Person.Person.PersonId ? null
        : Manages ? Redirect(Addresses.DateRequest(Partnership, DateRequest.ActionId, RequestId))
        : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Request taken back",
        () => Calls.Actions.WithdrawDateRequestAsync(
            new WithdrawDateRequestRequest { RequestId = RequestId, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        ct);
}
