using Jtai.Inspections.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>Takes an inspection that was recorded by mistake out of the lists.</summary>
public sealed class WithdrawModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : InspectionStep(calls, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Inspection withdrawn",
        () => Calls.Inspections.WithdrawInspectionAsync(
            new WithdrawInspectionRequest { InspectionId = id, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
