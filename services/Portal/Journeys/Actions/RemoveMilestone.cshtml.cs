using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Takes a milestone out of an action, with a reason.</summary>
public sealed class RemoveMilestoneModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    [FromRoute(Name = "milestone")]
    public string MilestoneId { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public Milestone? Milestone => Record.Milestones.FirstOrDefault(one => one.MilestoneId == MilestoneId);

    protected override IActionResult? Refusal => base.Refusal ?? (Milestone is null ? NotFound() : null);

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Milestone removed",
        () => Calls.Actions.RemoveMilestoneAsync(
            new RemoveMilestoneRequest { ActionId = id, ExpectedVersion = Version, MilestoneId = MilestoneId, Reason = Reason ?? "" },
            cancellationToken: ct).ResponseAsync,
        ct);
}
