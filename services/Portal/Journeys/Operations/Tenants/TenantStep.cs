using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>A page about one tenant.</summary>
public abstract class TenantStep(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public string Id { get; set; } = "";

    [BindProperty]
    public long Version { get; set; }

    /// <summary>Else it is an agency's own workspace.</summary>
    public bool IsPartnership => new TenantId(Id).IsPartnership;

    public GetTenantReply Shown { get; private set; } = new();

    protected OperatorCalls Calls { get; } = calls;

    public virtual async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Shown = await Calls.Tenants.GetTenantAsync(new() { TenantId = Id }, cancellationToken: ct);
        return Page();
    }

    protected Task<IActionResult> DoAsync(Func<Task> act, string done, CancellationToken ct, params (string Field, string Property)[] names) =>
        DoAsync(act, done, TenantAddress(Id), () => OnGetAsync(ct), names);
}
