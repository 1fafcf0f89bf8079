using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Challenges;

/// <summary>Raises a challenge, between the two at first.</summary>
public sealed class RaiseModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    private string raised = "";
    private Jtai.Actions.V1.Action? begunFrom;

    /// <summary>The action from whose page it was begun.</summary>
    [BindProperty(SupportsGet = true, Name = "about")]
    public string? BegunAt { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    /// <summary>As <see cref="PartnershipMembers.LeadOf"/> reads it.</summary>
    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public List<string> ActionIds { get; set; } = [];

    [BindProperty]
    public DateEntry AnswerDueOn { get; set; } = new();

    /// <summary>Those of the plan, as they are searched for where they are many, and the one from whose page it was begun.</summary>
    public IReadOnlyList<Choice> Actions { get; private set; } = [];

    public ActionSearch Search { get; private set; } = new("", 0);

    public IEnumerable<Choice> Leads => Members.LeadChoices.Prepend(new Choice("", "Choose an agency or body"));

    public bool ShowsActions => ActionIds.Count > 0 || !string.IsNullOrWhiteSpace(Search.Words) || ModelState[nameof(ActionIds)]?.Errors.Count > 0;

    protected override IActionResult? Refusal => !Person.IsAny([.. PlanVisibility.Challengers]) ? Forbid()
        : Plan.Closing is null ? null
        : Redirect(Addresses.Plan(Partnership, Plan.PlanId));

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new RaiseChallengeRequest
        {
            PlanId = id, Title = Title ?? "", Words = Words ?? "", ActionIds = { ActionIds }, To = PartnershipMembers.LeadOf(To),
            AnswerDueOn = AnswerDueOn.ReadIso(ModelState, nameof(AnswerDueOn), "day for the answer"),
        };
        return TryAsync(
            id,
            "Challenge raised",
            async () => raised = (await Calls.Assurance.RaiseChallengeAsync(request, cancellationToken: ct)).RecordId,
            ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        // Of the address alone: the form has a field of that name.
        var words = Request.Query[ActionSearch.Parameter].ToString();
        var found = await Calls.FindPlanActionsAsync(id, words, ct);
        Search = new(words, found.Total);
        begunFrom = string.IsNullOrEmpty(BegunAt)
            ? null
            : (await Calls.Actions.GetActionAsync(new GetActionRequest { ActionId = BegunAt }, cancellationToken: ct)).Action;
        Actions =
        [
            .. found.Actions.Where(action => action.ActionId != BegunAt).Concat(begunFrom is { } from ? [from] : [])
                .OrderBy(action => action.Reference, StringComparer.Ordinal)
                .Select(action => new Choice(action.ActionId, $"{action.Reference} {action.Title}")),
        ];
        return version;
    }

    protected override void Fill()
    {
        if (begunFrom is { } action)
        {
            (ActionIds, To) = ([action.ActionId], PartnershipMembers.ChoiceOf(action.Lead));
        }
    }

    protected override string AddressOf(string id) => Addresses.Challenge(Partnership, raised);
}
