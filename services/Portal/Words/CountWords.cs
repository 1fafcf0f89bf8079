using Jtai.Portal.Layout;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>Counts of the services as the charts and tables take them.</summary>
public static class CountWords
{
    public static Layout.Progress ToProgress(this Counts counts) =>
        new(counts.Overdue, counts.AtRisk, counts.OnTrack, counts.AwaitingVerification, counts.Complete);

    /// <summary>What a chart leaves out, in words; null where it leaves out nothing.</summary>
    public static string? LeftOut(this Counts counts) => counts.ClosedWithoutCompletion == 0
        ? null
        : $"{Numbers.Of(counts.ClosedWithoutCompletion, "action was", "actions were")} closed without completion and not counted here.";
}
