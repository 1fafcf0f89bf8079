using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>Counts of actions in words.</summary>
public static class CountWords
{
    /// <summary>What a chart's bars leave out, in words; null where they leave out nothing.</summary>
    public static string? LeftOut(this Counts counts)
    {
        string[] parts =
        [
            .. counts.ClosedWithoutCompletion == 0 ? (string[])[] : [$"{Numbers.Of(counts.ClosedWithoutCompletion, "action was", "actions were")} closed without completion"],
            .. counts.Paused == 0 ? (string[])[] : [$"{Numbers.Of(counts.Paused, "action is", "actions are")} paused"],
        ];
        var isOne = counts.ClosedWithoutCompletion + counts.Paused == 1;
        return parts.Length == 0 ? null : $"{string.Join(", ", parts)}, and {(isOne ? "is" : "are")} in no bar.";
    }
}
