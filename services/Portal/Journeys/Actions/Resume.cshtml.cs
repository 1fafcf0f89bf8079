using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Takes up a paused action again.</summary>
public sealed class ResumeModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Action resumed",
        () => Calls.Actions.ResumeActionAsync(
            new ResumeActionRequest { ActionId = id, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
