using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.Words;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>One thing that a plan still needs.</summary>
/// <param name="Words">"3 findings have no action and no reason why".</param>
/// <param name="Places">Where each is mended.</param>
public sealed record PlanNeed(string Words, IReadOnlyList<(string Name, string Href)> Places);

/// <summary>What a plan still needs, each line with the pages where it is mended.</summary>
public static class PlanNeeds
{
    public static IReadOnlyList<PlanNeed> Of(
        string partnership, ActionPlan plan, IReadOnlyList<PlanFinding> findings, IReadOnlyList<ActionProto> actions, IReadOnlyList<DateRequest> requests)
    {
        var open = actions.Where(ActionStanding.IsOpen).ToList();
        var unanswered = findings.Where(finding => finding.IsUnanswered).ToList();
        var priority = unanswered.Count(finding => finding.Finding.Kind == FindingKind.PriorityAction);
        return
        [
            .. OfFindings(
                unanswered, "has no action and no reason why", "have no action and no reason why", priority == 0 ? "" : $", {Numbers.Of(priority, "priority action")} among them"),
            .. OfFindings([.. findings.Where(finding => finding.NeedsAction && finding.Response is null)], "has no response yet", "have no response yet"),
            .. OfActions(action => action.OutcomeSought.Length == 0, "does not say what will be different for children", "do not say what will be different for children", "#OutcomeSought"),
            .. OfActions(action => action.SuccessMeasure.Length == 0, "does not say how the partnership will know", "do not say how the partnership will know", "#SuccessMeasure"),
            .. OfActions(ActionStanding.HasNoOwner, "has no owner", "have no owner", "#OwnerId"),
            .. plan.CollatingBodyIds.Count > 1
                ? OfActions(action => action.AnsweringBodyId.Length == 0, "does not say which body answers for it", "do not say which body answers for them", "#AnsweringBodyId")
                : [],
            .. requests.Count > 0
                ? [new PlanNeed($"{Numbers.Of(requests.Count, "request")} for a new date {(requests.Count == 1 ? "waits" : "wait")} for a decision", [("Decide", Addresses.DateRequests(partnership))])]
                : Array.Empty<PlanNeed>(),
        ];

        IEnumerable<PlanNeed> OfFindings(IReadOnlyList<PlanFinding> lacking, string one, string several, string besides = "") => lacking.Count == 0 ? [] :
        [
            new PlanNeed(
                $"{Numbers.Of(lacking.Count, "finding")} {(lacking.Count == 1 ? one : several)}{besides}",
                [.. lacking.Select(finding => (finding.Finding.Reference, Addresses.FindingResponse(partnership, plan.PlanId, finding.Finding.FindingId)))]),
        ];

        IEnumerable<PlanNeed> OfActions(Func<ActionProto, bool> lacks, string one, string several, string field)
        {
            var lacking = open.Where(lacks).ToList();
            return lacking.Count == 0 ? [] :
            [
                new PlanNeed(
                    $"{Numbers.Of(lacking.Count, "action")} {(lacking.Count == 1 ? one : several)}",
                    [.. lacking.Select(action => (action.Reference, Addresses.DescribeAction(partnership, action.ActionId) + field))]),
            ];
        }
    }
}
