using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Jtai.Store;

/// <summary>Spans and counters of this library: ids and numbers, never content.</summary>
internal static class StoreTelemetry
{
    internal const string Name = "Jtai.Store";

    /// <summary>The only attribute beside a job's kind: no metric is by tenant, of which there are ever more.</summary>
    internal const string Publisher = "jtai.publisher";

    internal static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    internal static readonly Counter<long> Numbered = Meter.CreateCounter<long>("jtai.relay.numbered", "{event}");
    internal static readonly Counter<long> Unpublished = Meter.CreateCounter<long>(
        "jtai.relay.unpublished", "{range}", "Ranges that the broker did not take; consumers pull them.");
    internal static readonly Counter<long> JobsBegun = Meter.CreateCounter<long>("jtai.jobs.begun", "{job}", "By kind.");
    internal static readonly Counter<long> Applied = Meter.CreateCounter<long>("jtai.consumer.applied", "{event}");
    internal static readonly Counter<long> Quarantined = Meter.CreateCounter<long>("jtai.consumer.quarantined", "{event}");
    internal static readonly Gauge<double> OutboxLag = Meter.CreateGauge<double>(
        "jtai.outbox.lag", "s", "Age of the oldest committed change without a number.");
    internal static readonly Gauge<long> Behind = Meter.CreateGauge<long>(
        "jtai.consumer.behind", "{event}", "Events of a publisher that were not applied yet when it last told its heads.");
    internal static readonly Gauge<double> Unconfirmed = Meter.CreateGauge<double>(
        "jtai.consumer.unconfirmed", "s", "Age of the oldest confirmed head of a publisher's streams.");
    internal static readonly Gauge<long> InQuarantine = Meter.CreateGauge<long>("jtai.quarantine.events", "{event}");
    internal static readonly Gauge<long> JobsWaiting = Meter.CreateGauge<long>("jtai.jobs.waiting", "{job}");
    internal static readonly Gauge<double> JobsAge = Meter.CreateGauge<double>("jtai.jobs.age", "s", "Of the oldest job that waits or runs.");
}
