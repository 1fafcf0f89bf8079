using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>Counts of actions in words.</summary>
public static class CountWords
{
    /// <summary>What a chart leaves out, in words; null where it leaves out nothing.</summary>
    public static string? LeftOut(this Counts counts) => counts.ClosedWithoutCompletion == 0
        ? null
        : $"{Numbers.Of(counts.ClosedWithoutCompletion, "action was", "actions were")} closed without completion and not counted here.";
}
