using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Sets an action aside until a review date, or changes why and until when.</summary>
public sealed class PauseModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public DateEntry ReviewOn { get; set; } = new();

    public bool IsPaused => Action.Pause is not null;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new PauseActionRequest
        {
            ActionId = id,
            ExpectedVersion = Version,
            Reason = Reason ?? "",
            ReviewOn = ReviewOn.ReadIso(ModelState, nameof(ReviewOn), "date on which it is looked at again", required: true),
        };
        return TryAsync(id, "Action paused", () => Calls.Actions.PauseActionAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill() => (Reason, ReviewOn) = (Action.Pause?.Reason, DateEntry.OfIso(Action.Pause?.ReviewOn ?? ""));
}
