using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Jtai.Store;

/// <summary>Spans and counters of this library: ids and numbers, never content.</summary>
internal static class StoreTelemetry
{
    internal const string Name = "Jtai.Store";

    internal static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    internal static readonly Counter<long> Numbered = Meter.CreateCounter<long>("jtai.relay.numbered", "{event}");
    internal static readonly Counter<long> Unpublished = Meter.CreateCounter<long>(
        "jtai.relay.unpublished", "{range}", "Ranges that the broker did not take; consumers pull them.");
    internal static readonly Counter<long> JobsBegun = Meter.CreateCounter<long>("jtai.jobs.begun", "{job}", "By kind.");
    internal static readonly Counter<long> Applied = Meter.CreateCounter<long>("jtai.consumer.applied", "{event}");
    internal static readonly Counter<long> Quarantined = Meter.CreateCounter<long>("jtai.consumer.quarantined", "{event}");
}
