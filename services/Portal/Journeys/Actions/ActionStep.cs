using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>One change of an action by the partnership's manager, with a reason, made on the version that they saw.</summary>
public abstract class ActionStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ActionRecord Record { get; private set; } = new();

    public ActionProto Action => Record.Action;

    protected PartnershipCalls Calls => calls;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(id, ct);
        Version = Action.Version;
        return Page();
    }

    /// <summary>Reads what the page shows besides the action.</summary>
    protected virtual Task ShowAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Does the step; where it cannot be done, shows the form again with what was typed and with what is saved now.</summary>
    protected async Task<IActionResult> TryAsync(string id, string done, Func<Task> step, CancellationToken ct, params (string Field, string Property)[] names)
    {
        try
        {
            await step();
            return Done(done, Addresses.Action(Partnership, id));
        }
        catch (RpcException failure) when (failure.IsStale(out var current))
        {
            ModelState.AddModelError("", "Somebody else changed this action while you had this page open. It is shown as it is now, with what you typed: save again if that is still right.");
            ModelState.Remove(nameof(Version));
            Version = current;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, names))
        {
        }

        await ReadAsync(id, ct);
        Version = ModelState.SaysSavedBefore() ? Action.Version : Version;
        return Page();
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Action.InspectionId, ct);
        await ShowAsync(ct);
    }
}
