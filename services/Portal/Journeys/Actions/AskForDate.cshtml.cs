using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>The owner or an agency lead asks the manager for a new due date.</summary>
public sealed class AskForDateModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    [BindProperty]
    public DateEntry To { get; set; } = new();

    [BindProperty]
    public DateChangeReason Reason { get; set; }

    [BindProperty]
    public string? Explanation { get; set; }

    protected override IActionResult? Refusal => Record.MayAskForDate ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new AskForDateRequest
        {
            ActionId = id,
            ExpectedVersion = Version,
            To = To.ReadIso(ModelState, nameof(To), "date that you ask for", required: true),
            Reason = Reason,
            Explanation = Explanation ?? "",
        };
        return TryAsync(id, "New date asked for", () => Calls.Actions.AskForDateAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }
}
