using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Succession;

/// <summary>Hands a plan over to the partnerships that succeed this one, by a decision on record.</summary>
public sealed class HandOverModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    [BindProperty]
    public string? DecidedBy { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Partners.V1.Succession Succession { get; private set; } = new();

    /// <summary>Open actions of which nobody has said who takes them.</summary>
    public int Left { get; private set; }

    protected override IActionResult? Refusal => base.Refusal ?? (Succession.SuccessionId.Length == 0 ? NotFound() : null);

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var succession = await Calls.ReadSuccessionAsync(ct);
        var request = new HandPlanOverRequest
        {
            PlanId = id,
            ExpectedVersion = Version,
            SuccessionId = succession?.SuccessionId ?? "",
            DecidedBy = DecidedBy ?? "",
            Reason = Reason ?? "",
        };
        return await TryAsync(id, "Action plan handed over", () => Calls.Actions.HandPlanOverAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Succession = await Calls.ReadSuccessionAsync(ct) ?? new();
        var version = await base.ReadAsync(id, ct);
        var actions = await Calls.Actions.ListActionsAsync(new ListActionsRequest { PlanId = id }, cancellationToken: ct);
        Left = actions.Actions.Count(action => ActionStanding.IsOpen(action) && action.Allotment is null);
        return version;
    }
}
