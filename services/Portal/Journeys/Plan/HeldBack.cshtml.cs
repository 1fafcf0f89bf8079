using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>The actions that a shared cause holds back, all of them.</summary>
public sealed class HeldBackModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    private IReadOnlyList<ActionProto> actions = [];

    [FromRoute(Name = "cause")]
    public string CauseId { get; set; } = "";

    [BindProperty]
    public List<string> ActionIds { get; set; } = [];

    /// <summary>What the listed actions are narrowed to, where they are many.</summary>
    [BindProperty(SupportsGet = true, Name = ActionSearch.Parameter)]
    public string? Words { get; set; }

    public ActionSearch Search { get; private set; } = new("", 0);

    public SharedCause? Cause => Parts.Causes.FirstOrDefault(one => one.CauseId == CauseId);

    public IEnumerable<Choice> Choices => actions.Select(action => new Choice(action.ActionId, $"{action.Reference} {action.Title}") { Hint = HintOf(action) });

    protected override long CurrentVersion => Cause?.Version ?? 0;

    protected override IActionResult? Refusal => base.Refusal ?? (Cause is null ? NotFound() : null);

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "What it holds back is saved",
        () => Calls.Actions.SetHeldBackAsync(
            new SetHeldBackRequest { CauseId = CauseId, ExpectedVersion = Version, ActionIds = { ActionIds } }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        // Those that it holds back are all in the form, whatever is searched for: it saves them as a whole.
        var found = await Calls.FindPlanActionsAsync(id, Words, ct, openOnly: true);
        var held = Cause is { Actions: > 0 } ? (await Calls.ListPlanActionsAsync(id, ct)).Where(action => action.SharedCauseId == CauseId).ToList() : [];
        Search = new(Words, found.Total);
        actions = [.. held, .. found.Actions.Where(action => action.SharedCauseId != CauseId)];
        return version;
    }

    protected override void Fill() => ActionIds = [.. actions.Where(action => action.SharedCauseId == CauseId).Select(action => action.ActionId)];

    protected override string AddressOf(string id) => Addresses.SharedCauses(Partnership, id);

    private string HintOf(ActionProto action)
    {
        var other = Parts.Causes.FirstOrDefault(cause => cause.CauseId == action.SharedCauseId && cause.CauseId != CauseId);
        return $"Due {ActionStanding.Due(action)}{(ActionStanding.IsLate(action, Today) ? ", late" : "")}{(other is null ? "" : $", held back by “{other.Name}” now")}";
    }
}
