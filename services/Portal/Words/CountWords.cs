using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>Counts of actions in words.</summary>
public static class CountWords
{
    /// <summary>What a chart's bars leave out, in words; null where they leave out nothing.</summary>
    public static string? LeftOut(this Counts counts) => counts.ClosedWithoutCompletion == 0
        ? null
        : $"{Numbers.Of(counts.ClosedWithoutCompletion, "action was", "actions were")} closed without completion, and {(counts.ClosedWithoutCompletion == 1 ? "is" : "are")} in no bar.";
}
