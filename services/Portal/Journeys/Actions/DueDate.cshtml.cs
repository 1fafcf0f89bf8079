using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Moves the due date with a reason; the original stays in sight.</summary>
public sealed class DueDateModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    [BindProperty]
    public DateEntry DueOn { get; set; } = new();

    [BindProperty]
    public DateChangeReason Reason { get; set; }

    [BindProperty]
    public string? Explanation { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new ChangeDueDateRequest
        {
            ActionId = id,
            ExpectedVersion = Version,
            DueOn = DueOn.ReadIso(ModelState, nameof(DueOn), "new date", required: true),
            Reason = Reason,
            Explanation = Explanation ?? "",
        };
        return TryAsync(id, "Due date moved", () => Calls.Actions.ChangeDueDateAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }
}
