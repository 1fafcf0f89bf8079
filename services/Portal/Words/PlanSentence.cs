using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>
/// The one sentence that says how a plan stands, from the same counts as the chart beneath it. What stands in the way comes
/// first; "on course" is said of a plan of which nothing does.
/// </summary>
public static class PlanSentence
{
    /// <param name="troubles">In the order in which they must be known.</param>
    /// <param name="wholePlan">False for a reader who sees what their own agency leads or supports: the counts are of that part.</param>
    public static string Of(Counts counts, IReadOnlyList<Trouble> troubles, bool wholePlan = true)
    {
        var first = troubles.Count > 0 ? troubles[0] : null;
        // The statement is the partnership's, whatever part of the plan one sees.
        var ofStatement = first is { Kind: TroubleKind.StatementPassed or TroubleKind.StatementNear };
        var plan = wholePlan || ofStatement ? "The plan" : "Your agency's part of the plan";
        var counted = counts.Actions - counts.ClosedWithoutCompletion - counts.Paused;
        if (first is null)
        {
            return Standing(plan, counts, counted) ?? $"{plan} is on course: none of {Numbers.Of(counted, "action")} is overdue. {Complete(counts)}";
        }

        var verdict = first.Kind is TroubleKind.StatementPassed or TroubleKind.Overdue ? "is behind" : "needs attention";
        var where = wholePlan || !ofStatement ? "" : "Where your agency takes part, ";
        string[] parts =
        [
            $"{plan} {verdict}: {first.InSentence}.",
            .. troubles.Skip(1).Where(trouble => trouble.Kind is TroubleKind.Overdue or TroubleKind.AtRisk).Select(trouble => $"{where}{trouble.Words}."),
            Standing(wholePlan ? "It" : "Your agency's part", counts, counted) ?? Complete(counts),
        ];
        return string.Join(" ", parts);
    }

    /// <summary>Null where there is something left to do.</summary>
    private static string? Standing(string plan, Counts counts, int counted) => counts switch
    {
        { Actions: 0 } => $"{plan} has no actions yet.",
        _ when counted == 0 && counts.Paused > 0 => $"Nothing of {char.ToLowerInvariant(plan[0]) + plan[1..]} is under way: {Numbers.Of(counts.Paused, "action is", "actions are")} paused.",
        _ when counted == 0 => $"All {Numbers.Of(counts.Actions, "action")} were closed without completion.",
        _ when counts.Complete == counted => counted == 1 ? "The one action is complete." : $"All {Numbers.Figure(counted)} actions are complete.",
        _ => null,
    };

    private static string Complete(Counts counts) => counts.Complete == 0
        ? "None is complete yet."
        : $"{Numbers.Of(counts.Complete, "is", "are")} complete.";
}
