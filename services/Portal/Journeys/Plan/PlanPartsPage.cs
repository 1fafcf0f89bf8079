using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>What a plan is divided into or held back by, with the actions that the person sees.</summary>
public abstract class PlanPartsPage(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public ActionPlan Plan { get; private set; } = new();

    public PlanParts Parts { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    public IReadOnlyList<ActionProto> Actions { get; private set; } = [];

    /// <summary>A closed plan takes no writes.</summary>
    public bool MayChange => Manages && Plan.Closing is null;

    protected PartnershipCalls Calls => calls;

    public int LateOf(IEnumerable<ActionProto> actions) => actions.Count(action => ActionStanding.IsLate(action, Today));

    /// <summary>"6 of 8 late actions of this theme wait for “Pre-birth procedures are not agreed”."</summary>
    public IEnumerable<string> HeldBack(Theme theme, IReadOnlyList<ActionProto> actions)
    {
        var late = actions.Where(action => action.ThemeId == theme.ThemeId && ActionStanding.IsLate(action, Today)).ToList();
        return
        [
            .. from cause in Parts.Causes
               where cause.ResolvedOn.Length == 0
               let held = late.Count(action => action.SharedCauseId == cause.CauseId)
               where held > 0
               select $"{Share(held, late.Count)} of this theme {(held == 1 ? "waits" : "wait")} for “{cause.Name}”.",
        ];
    }

    /// <summary>"6 of 8 late actions".</summary>
    protected static string Share(int held, int late) => $"{Numbers.Figure(held)} of {Numbers.Of(late, "late action")}";

    public virtual async Task OnGetAsync(string id, CancellationToken ct)
    {
        var parts = calls.Actions.GetPlanPartsAsync(new GetPlanPartsRequest { PlanId = id }, cancellationToken: ct).ResponseAsync;
        var actions = calls.ListPlanActionsAsync(id, ct);
        Plan = await calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Plan.InspectionId, ct);
        Members = await membersReader.ReadAsync(ct);
        (Parts, Actions) = (await parts, await actions);
    }
}
