using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Moves the due date with a reason; the original stays in sight.</summary>
public sealed class DueDateModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public DateEntry DueOn { get; set; } = new();

    [BindProperty]
    public DateChangeReason Reason { get; set; }

    [BindProperty]
    public string? Explanation { get; set; }

    [BindProperty]
    public long Version { get; set; }

    public ActionRecord Record { get; private set; } = new();

    public static IEnumerable<Choice> Reasons { get; } = [.. Enum.GetValues<DateChangeReason>()
        .Where(reason => reason != default).Select(reason => new Choice(reason.ToString(), ActionStanding.Of(reason)))];

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(id, ct);
        Version = Record.Action.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        try
        {
            await calls.Actions.ChangeDueDateAsync(
                new ChangeDueDateRequest
                {
                    ActionId = id,
                    ExpectedVersion = Version,
                    DueOn = DueOn.ReadIso(ModelState, nameof(DueOn), "new date", required: true),
                    Reason = Reason,
                    Explanation = Explanation ?? "",
                },
                cancellationToken: ct);
            return Done("Due date moved", Addresses.Action(Partnership, id));
        }
        catch (RpcException failure) when (failure.IsStale(out var current))
        {
            ModelState.AddModelError("", "Somebody else changed this action while you had this page open. Its dates are shown as they are now, with what you typed: save again if that is still right.");
            ModelState.Remove(nameof(Version));
            Version = current;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        await ReadAsync(id, ct);
        Version = ModelState.SaysSavedBefore() ? Record.Action.Version : Version;
        return Page();
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Record.Action.InspectionId, ct);
    }
}
