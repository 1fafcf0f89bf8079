using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>A dated reading of "n of m of what".</summary>
public sealed class CoverageModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    [BindProperty]
    public string? Reached { get; set; }

    [BindProperty]
    public string? Of { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public DateEntry On { get; set; } = new();

    protected override IActionResult? Refusal => Record.MayUpdate ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new RecordCoverageRequest
        {
            ActionId = id,
            ExpectedVersion = Version,
            Done = Number(nameof(Reached), Reached, "how many are done"),
            Of = Number(nameof(Of), Of, "of how many in all"),
            What = What ?? "",
            On = On.ReadIso(ModelState, nameof(On), "day on which it was counted"),
        };
        return TryAsync(
            id, "Coverage recorded", () => Calls.Actions.RecordCoverageAsync(request, cancellationToken: ct).ResponseAsync, ct, ("done", nameof(Reached)));
    }

    protected override void Fill() =>
        (Of, What) = (Action.Coverage?.Of.ToString(CultureInfo.InvariantCulture), Action.Coverage?.What);

    /// <returns>Less than nothing for what is no number, which the service refuses too, with what else is wrong.</returns>
    private int Number(string field, string? typed, string called)
    {
        if (int.TryParse(typed, NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        ModelState.AddModelError(field, $"Enter {called} as a whole number, like 41");
        return -1;
    }
}
