using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>Stops a recovery before it takes effect.</summary>
public sealed class RefuseRecoveryModel(OperatorCalls calls, CurrentPerson person) : TenantStep(calls, person)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => DoAsync(
        () => Calls.Tenants.RefuseRecoveryAsync(new() { TenantId = Id, Reason = Reason ?? "", ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "Called off. Nobody becomes manager by it.", ct);
}
