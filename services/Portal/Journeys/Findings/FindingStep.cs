using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Findings;

/// <summary>One change of a finding by the partnership's manager, with a reason, made on the version that they saw.</summary>
public abstract class FindingStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Finding Finding { get; private set; } = new();

    protected PartnershipCalls Calls => calls;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(id, ct);
        Version = Finding.Version;
        Fill();
        await ShowAsync(ct);
        return Page();
    }

    /// <summary>Fills the form with what is saved.</summary>
    protected virtual void Fill()
    {
    }

    /// <summary>Reads what the page shows besides the finding.</summary>
    protected virtual Task ShowAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Does the step; where it cannot be done, shows the form again with what was typed and with what is saved now.</summary>
    protected async Task<IActionResult> TryAsync(string id, string done, Func<Task> step, CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await step();
                return Done(done, Addresses.Finding(Partnership, id));
            }
            catch (RpcException failure) when (failure.IsStale(out var current))
            {
                ModelState.AddModelError("", "Somebody else changed this finding while you had this page open. It is shown as it is now, with what you typed: save again if that is still right.");
                ModelState.Remove(nameof(Version));
                Version = current;
            }
            catch (RpcException failure) when (ModelState.TryAddErrors(failure))
            {
            }
        }

        await ReadAsync(id, ct);
        Version = ModelState.SaysSavedBefore() ? Finding.Version : Version;
        await ShowAsync(ct);
        return Page();
    }

    protected async Task ReadAsync(string id, CancellationToken ct)
    {
        Finding = await calls.Inspections.GetFindingAsync(new GetFindingRequest { FindingId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Finding.InspectionId, ct);
    }
}
