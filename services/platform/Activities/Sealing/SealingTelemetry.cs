using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Jtai.Activities.Sealing;

/// <summary>How long ago this process last knew every tenant's log to be sealed; there from the first time on.</summary>
internal static class SealingTelemetry
{
    private static readonly Meter Meter = new("Jtai.Activities");
    private static long doneAt = Stopwatch.GetTimestamp();

    static SealingTelemetry() => Meter.CreateObservableGauge(
        "jtai.sealing.lag", () => Stopwatch.GetElapsedTime(Interlocked.Read(ref doneAt)).TotalSeconds, "s");

    internal static void Done() => Interlocked.Exchange(ref doneAt, Stopwatch.GetTimestamp());
}
