using Jtai.Inspections.V1;
using Jtai.Portal.Words;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>One finding of a plan with the actions that answer it.</summary>
public sealed record PlanFinding(Finding Finding, IReadOnlyList<ActionProto> Actions)
{
    public bool NeedsAction => InspectionWords.NeedsAction(Finding.Kind);

    /// <summary>True for the gap that matters: nothing answers what must be answered.</summary>
    public bool IsUnanswered => NeedsAction && Actions.Count == 0;

    /// <summary>Findings by kind, what matters most first, each with its actions.</summary>
    public static IReadOnlyList<PlanFinding> Of(IEnumerable<Finding> findings, IReadOnlyCollection<ActionProto> actions) =>
    [
        .. findings
            .OrderBy(finding => InspectionWords.Kinds.ToList().IndexOf(finding.Kind))
            .Select(finding => new PlanFinding(finding, [.. actions.Where(action => action.FindingIds.Contains(finding.FindingId))])),
    ];
}
