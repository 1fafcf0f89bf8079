using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>An audit that was planned and will not be done.</summary>
public sealed class CancelModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : AuditStep(calls, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Audit cancelled",
        () => Calls.Assurance.CancelAuditAsync(
            new CancelAuditRequest { AuditId = id, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
