using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>One change of an inspection by its manager, made on the version that they saw.</summary>
public abstract class InspectionStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public long Version { get; set; }

    public Inspection Inspection { get; private set; } = new();

    protected PartnershipCalls Calls => calls;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(id, ct);
        Version = Inspection.Version;
        await ShowAsync(first: true, ct);
        return Page();
    }

    /// <summary>Fills the page with what it shows besides the inspection, and its form the first time.</summary>
    protected virtual Task ShowAsync(bool first, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Does the step; where it cannot be done, shows the form again with what was typed and with what is saved now.</summary>
    protected async Task<IActionResult> TryAsync(string id, string done, Func<Task> step, CancellationToken ct, params (string Field, string Property)[] names)
    {
        try
        {
            await step();
            return Done(done, Addresses.Inspection(Partnership, id));
        }
        catch (RpcException failure) when (failure.IsStale(out var current))
        {
            ModelState.AddModelError("", "Somebody else changed this inspection while you had this page open. It is shown as it is now, with what you typed: save again if that is still right.");
            ModelState.Remove(nameof(Version));
            Version = current;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, names))
        {
        }

        await ReadAsync(id, ct);
        Version = ModelState.SaysSavedBefore() ? Inspection.Version : Version;
        await ShowAsync(first: false, ct);
        return Page();
    }

    private async Task ReadAsync(string id, CancellationToken ct) =>
        Inspection = await this.ReadInspectionAsync(calls, id, ct);
}
