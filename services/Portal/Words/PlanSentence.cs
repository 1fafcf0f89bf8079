using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>The one sentence that says how a plan stands, from the same counts as the chart beneath it.</summary>
public static class PlanSentence
{
    /// <param name="longestLate">Calendar days by which the latest action is late; 0 where none is.</param>
    /// <param name="wholePlan">False for a reader who sees what their own agency leads or supports: the counts are of that part.</param>
    public static string Of(Counts counts, int longestLate, bool wholePlan = true)
    {
        var plan = wholePlan ? "The plan" : "Your agency's part of the plan";
        var counted = counts.Actions - counts.ClosedWithoutCompletion;
        if (counts.Actions == 0)
        {
            return $"{plan} has no actions yet.";
        }

        if (counted == 0)
        {
            return $"All {Numbers.Of(counts.Actions, "action")} were closed without completion.";
        }

        if (counts.Complete == counted)
        {
            return counted == 1 ? "The one action is complete." : $"All {Numbers.Figure(counted)} actions are complete.";
        }

        string[] parts = [Late(plan, counts, counted, longestLate), Risk(counts), Rest(counts)];
        return string.Join(" ", parts.Where(part => part.Length > 0));
    }

    private static string Late(string plan, Counts counts, int counted, int longestLate) => counts.Overdue switch
    {
        0 => $"{plan} is on course: none of {Numbers.Of(counted, "action")} is overdue.",
        1 => $"{plan} is behind: 1 of {Numbers.Of(counted, "action")} is overdue, by {Numbers.Of(longestLate, "day")}.",
        var late => $"{plan} is behind: {Numbers.Figure(late)} of {Numbers.Of(counted, "action")} are overdue, the longest by {Numbers.Of(longestLate, "day")}.",
    };

    private static string Risk(Counts counts) => counts switch
    {
        { AtRisk: 0 } => "",
        { Overdue: 0 } => $"{Numbers.Of(counts.AtRisk, "is", "are")} at risk.",
        _ => $"{Numbers.Of(counts.AtRisk, "more is", "more are")} at risk.",
    };

    private static string Rest(Counts counts) => counts.Complete == 0
        ? "None is complete yet."
        : $"{Numbers.Of(counts.Complete, "is", "are")} complete.";
}
