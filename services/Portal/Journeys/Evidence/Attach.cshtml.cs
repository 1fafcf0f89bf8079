using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>Says of which actions of its plan evidence shows something.</summary>
public sealed class AttachModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : EvidenceStep(calls, person, time)
{
    private IReadOnlyList<ActionProto> actions = [];

    [BindProperty]
    public List<string> ActionIds { get; set; } = [];

    public IEnumerable<Choice> Choices => actions.Select(action => new Choice(action.ActionId, $"{action.Reference} {action.Title}")
    {
        Checked = ActionIds.Contains(action.ActionId),
    });

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Evidence attached",
        () => Calls.Evidence.AttachEvidenceAsync(
            new AttachEvidenceRequest { EvidenceId = id, ExpectedVersion = Version, ActionIds = { ActionIds } }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        actions = (await Calls.Actions.ListActionsAsync(new ListActionsRequest { PlanId = Item.PlanId }, cancellationToken: ct)).Actions;
        return version;
    }

    protected override void Fill() => ActionIds = [.. Item.ActionIds];
}
