using Grpc.Core;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>Another day for a succession whose day has not come.</summary>
public sealed class MoveSuccessionModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    private readonly OperatorCalls calls = calls;

    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public DateEntry TakesEffectOn { get; set; } = new();

    public Partners.V1.Succession Succession { get; private set; } = new();

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        (Version, TakesEffectOn) = (Succession.Version, DateEntry.OfIso(Succession.TakesEffectOn));
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var stale = false;
        try
        {
            await calls.Partners.MoveSuccessionDayAsync(
                new() { SuccessionId = id, ExpectedVersion = Version, TakesEffectOn = TakesEffectOn.ReadIso(ModelState, nameof(TakesEffectOn), "day") }, cancellationToken: ct);
            return Done("Day moved", SuccessionsModel.Address);
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "Somebody else moved this day while you had this page open. It is shown as it is now, with what you typed: save again if that is still right.");
            ModelState.Remove(nameof(Version));
            stale = true;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        await ReadAsync(id, ct);
        Version = stale || ModelState.SaysSavedBefore() ? Succession.Version : Version;
        return Page();
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        var all = (await calls.Partners.ListSuccessionsAsync(new(), cancellationToken: ct)).Successions;
        Succession = all.FirstOrDefault(one => one.SuccessionId == id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such succession."));
    }
}
