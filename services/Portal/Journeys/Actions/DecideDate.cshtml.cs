using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>A request for a new date, decided by the manager.</summary>
public sealed class DecideDateModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : DateRequestStep(calls, membersReader, person, time)
{
    /// <summary>"yes" or "no"; null where nothing was said.</summary>
    [BindProperty]
    public string? Approved { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        if (Approved is not ("yes" or "no"))
        {
            ModelState.AddModelError(nameof(Approved), "Say whether you approve or decline the new date");
            await ReadAsync(id, ct);
            return Refusal ?? Page();
        }

        var request = new DecideDateRequest { RequestId = RequestId, ExpectedVersion = Version, Approved = Approved == "yes", Words = Words ?? "" };
        return await TryAsync(
            id,
            Approved == "yes" ? "New date approved: the due date has moved" : "New date declined",
            () => Calls.Actions.DecideDateAsync(request, cancellationToken: ct).ResponseAsync,
            ct);
    }

    protected override IActionResult? Refusal => base.Refusal ?? (DateRequest is null ? NotFound() : null);

    // Where the manager decides on the next one.
    protected override string AddressOf(string id) => Addresses.DateRequests(Partnership);
}
