using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Closes an action without completion: superseded, transferred or not pursued.</summary>
public sealed class CloseModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    [BindProperty]
    public ClosedAs ClosedAs { get; set; }

    [BindProperty]
    public string? SupersededBy { get; set; }

    [BindProperty]
    public string? TransferredTo { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public static IEnumerable<Choice> Ways { get; } =
    [
        new(nameof(ClosedAs.Superseded), ActionWords.Of(ClosedAs.Superseded)) { Hint = "Another action of this plan takes its place" },
        new(nameof(ClosedAs.Transferred), ActionWords.Of(ClosedAs.Transferred)) { Hint = "Another plan or body takes it over" },
        new(nameof(ClosedAs.NotPursued), ActionWords.Of(ClosedAs.NotPursued)) { Hint = "Nobody carries it on" },
    ];

    /// <summary>What the listed actions are narrowed to, where they are many.</summary>
    [BindProperty(SupportsGet = true, Name = ActionSearch.Parameter)]
    public string? Words { get; set; }

    public ActionSearch Search { get; private set; } = new("", 0);

    /// <summary>The other actions of the plan, as they are searched for.</summary>
    public IEnumerable<Choice> Others { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Action closed",
        () => Calls.Actions.CloseActionAsync(
            new CloseActionRequest
            {
                ActionId = id,
                ExpectedVersion = Version,
                As = ClosedAs,
                SupersededBy = ClosedAs == ClosedAs.Superseded ? SupersededBy ?? "" : "",
                TransferredTo = ClosedAs == ClosedAs.Transferred ? TransferredTo ?? "" : "",
                Reason = Reason ?? "",
            },
            cancellationToken: ct).ResponseAsync,
        ct,
        ("as", nameof(ClosedAs)));

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var found = await Calls.FindPlanActionsAsync(Action.PlanId, Words, ct);
        Search = new(Words, found.Total);
        Others = found.Actions.Where(action => action.ActionId != Action.ActionId)
            .Select(action => new Choice(action.ActionId, $"{action.Reference} {action.Title}"))
            .Prepend(new Choice("", "Choose an action"));
        return version;
    }
}
