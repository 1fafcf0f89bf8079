using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Closes a plan by a decision on record.</summary>
public sealed class CloseModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    [BindProperty]
    public DateEntry ClosedOn { get; set; } = new();

    [BindProperty]
    public string? DecidedBy { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Those that stand in the way.</summary>
    public IReadOnlyList<ActionProto> Open { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new CloseActionPlanRequest
        {
            PlanId = id,
            ExpectedVersion = Version,
            ClosedOn = ClosedOn.ReadIso(ModelState, nameof(ClosedOn), "day of the decision", required: true),
            DecidedBy = DecidedBy ?? "",
            Reason = Reason ?? "",
        };
        return TryAsync(id, "Action plan closed", () => Calls.Actions.CloseActionPlanAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var actions = await Calls.ListPlanActionsAsync(id, ct);
        Open = [.. actions.Where(ActionStanding.IsOpen)];
        return version;
    }
}
