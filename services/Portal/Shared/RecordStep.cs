using Grpc.Core;
using Jtai.Portal.Calls;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Shared;

/// <summary>One change of a record, made on the version that its person saw; by the partnership's manager where a page does not say otherwise.</summary>
/// <param name="record">How a sentence calls it: "inspection".</param>
public abstract class RecordStep(string record, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public long Version { get; set; }

    /// <summary>True after a post that met somebody else's change.</summary>
    public bool IsStale { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        Version = await ReadAsync(id, ct);
        if ((Refusal ?? Closed) is { } instead)
        {
            return instead;
        }

        Fill();
        return Page();
    }

    /// <summary>Why the form is not shown, once the record is read: it is not this person's to fill in, or what it is about is not there.</summary>
    protected virtual IActionResult? Refusal => Manages ? null : Forbid();

    /// <summary>The page that says why nobody may change it now; null where it takes changes.</summary>
    protected virtual IActionResult? Closed => null;

    /// <summary>Reads the record, and what the page shows besides it.</summary>
    /// <returns>The record's version.</returns>
    protected abstract Task<long> ReadAsync(string id, CancellationToken ct);

    /// <summary>Fills the form with what is saved.</summary>
    protected virtual void Fill()
    {
    }

    /// <summary>Where the record is read once the step is done.</summary>
    protected abstract string AddressOf(string id);

    /// <summary>Does the step; where it cannot be done, shows the form again with what was typed and with what is saved now.</summary>
    /// <param name="names">Where the page calls a field by another name than the service.</param>
    protected Task<IActionResult> TryAsync(string id, string done, Func<Task> step, CancellationToken ct, params (string Field, string Property)[] names) =>
        TryAsync(id, done, step, failure => ModelState.TryAddErrors(failure, names), ct);

    /// <inheritdoc cref="TryAsync(string, string, Func{Task}, CancellationToken, ValueTuple{string, string}[])"/>
    /// <param name="tryAddErrors">Puts what the service found wrong into ModelState; false lets the failure pass on.</param>
    protected async Task<IActionResult> TryAsync(string id, string done, Func<Task> step, Func<RpcException, bool> tryAddErrors, CancellationToken ct)
    {
        try
        {
            await step();
            return Done(done, AddressOf(id));
        }
        catch (RpcException failure) when (failure.IsStale(out var current))
        {
            ModelState.AddModelError("", $"Somebody else changed this {record} while you had this page open. It is shown as it is now, with what you typed: save again if that is still right.");
            ModelState.Remove(nameof(Version));
            (Version, IsStale) = (current, true);
        }
        catch (RpcException failure) when (tryAddErrors(failure))
        {
        }

        var saved = await ReadAsync(id, ct);
        Version = ModelState.SaysSavedBefore() ? saved : Version;
        return Page();
    }
}
