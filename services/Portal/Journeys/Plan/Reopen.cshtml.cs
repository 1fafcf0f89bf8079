using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Opens a closed plan again, with a reason.</summary>
public sealed class ReopenModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    // The one change that a closed plan takes.
    protected override IActionResult? Refusal => Manages ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Action plan open again",
        () => Calls.Actions.ReopenActionPlanAsync(
            new ReopenActionPlanRequest { PlanId = id, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
