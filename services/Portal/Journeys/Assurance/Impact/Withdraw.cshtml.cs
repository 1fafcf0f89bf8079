using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>A measure that does not measure what it should.</summary>
public sealed class WithdrawModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : MeasureStep(calls, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Measure withdrawn",
        () => Calls.Assurance.WithdrawImpactMeasureAsync(
            new WithdrawImpactMeasureRequest { MeasureId = id, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
