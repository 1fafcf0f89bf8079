using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Which bodies collate a plan: one, or two within one tenant.</summary>
public sealed class CollatingBodiesModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    [BindProperty]
    public List<string> BodyIds { get; set; } = [];

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Who collates the plan is saved",
        () => Calls.Actions.SetCollatingBodiesAsync(
            new SetCollatingBodiesRequest { PlanId = id, ExpectedVersion = Version, BodyIds = { BodyIds } }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override void Fill() => BodyIds = [.. Plan.CollatingBodyIds];
}
