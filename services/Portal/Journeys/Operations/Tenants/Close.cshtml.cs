using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>The first key to closing a tenant.</summary>
public sealed class CloseModel(OperatorCalls calls, CurrentPerson person) : TenantStep(calls, person)
{
    [BindProperty]
    public ClosingReason? Reason { get; set; }

    public static IEnumerable<Choice> Reasons =>
        Enum.GetValues<ClosingReason>().Select(reason => new Choice(reason == default ? "" : reason.ToString(), TenantWords.Of(reason)));

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => DoAsync(
        () => Calls.Tenants.AskToCloseTenantAsync(new() { TenantId = Id, Reason = Reason ?? default, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "Asked for. Another operator confirms it on this page within 14 days.",
        ct);
}
