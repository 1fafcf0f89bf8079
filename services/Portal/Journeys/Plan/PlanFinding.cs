using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Words;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>One finding of a plan with the actions that answer it.</summary>
/// <param name="Response">What the partners say to it; null while they have not said anything.</param>
public sealed record PlanFinding(Finding Finding, IReadOnlyList<ActionProto> Actions, FindingResponse? Response)
{
    public bool NeedsAction => InspectionWords.NeedsAction(Finding.Kind);

    /// <summary>True for the gap that matters: nothing answers what must be answered, and nobody said why.</summary>
    public bool IsUnanswered => NeedsAction && Actions.Count == 0 && Response is not { NoActionBecause.Length: > 0 };

    /// <summary>Findings by kind, what matters most first, each with its actions.</summary>
    public static IReadOnlyList<PlanFinding> Of(
        IEnumerable<Finding> findings, IReadOnlyCollection<ActionProto> actions, IReadOnlyCollection<FindingResponse> responses) =>
    [
        .. findings
            .OrderBy(finding => InspectionWords.Kinds.ToList().IndexOf(finding.Kind))
            .Select(finding => new PlanFinding(
                finding,
                [.. actions.Where(action => action.FindingIds.Contains(finding.FindingId))],
                responses.FirstOrDefault(response => response.FindingId == finding.FindingId))),
    ];
}
