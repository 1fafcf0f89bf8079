using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>Stops all work in a tenant for a while.</summary>
public sealed class SuspendModel(OperatorCalls calls, CurrentPerson person) : TenantStep(calls, person)
{
    [BindProperty]
    public SuspensionReason? Reason { get; set; }

    public static IEnumerable<Choice> Reasons =>
        Enum.GetValues<SuspensionReason>().Select(reason => new Choice(reason == default ? "" : reason.ToString(), TenantWords.Of(reason)));

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => DoAsync(
        () => Calls.Tenants.SuspendTenantAsync(new() { TenantId = Id, Reason = Reason ?? default, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "Suspended. Within 45 seconds nobody can work in it.",
        ct);
}
