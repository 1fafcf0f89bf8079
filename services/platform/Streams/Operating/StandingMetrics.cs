using Jtai.Store;
using Microsoft.Extensions.Logging;

namespace Jtai.Streams;

/// <summary>
/// Measures how the service stands, whether anybody calls it or not: what waits in its tables, which is of all replicas alike, and how
/// far this replica's consumers are.
/// </summary>
internal sealed class StandingMetrics : Rounds
{
    private const string Standing =
        """
        select
          coalesce((select extract(epoch from now() - min(recorded_at)) from outbox where seq is null), 0)::float8 as outbox_lag,
          (select count(*) from quarantine where discarded is null) as in_quarantine,
          (select count(*) from job where coalesce(held_until < now(), true)) as jobs_waiting,
          coalesce((select extract(epoch from now() - min(added_at)) from job), 0)::float8 as jobs_age
        """;

    private readonly RelayDatabase relay;
    private readonly IReadOnlyList<Consumer> consumers;

    internal StandingMetrics(RelayDatabase relay, IEnumerable<Consumer> consumers, ILogger<StandingMetrics> logger)
        : base(TimeSpan.FromSeconds(15), logger)
    {
        (this.relay, this.consumers) = (relay, [.. consumers]);
        // So that each is there from the start: a rate begins with the second number.
        StoreTelemetry.Numbered.Add(0);
        StoreTelemetry.Unpublished.Add(0);
        StoreTelemetry.JobsBegun.Add(0);
        StoreTelemetry.Applied.Add(0);
        StoreTelemetry.Quarantined.Add(0);
    }

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken ct)
    {
        foreach (var consumer in consumers)
        {
            var publisher = new KeyValuePair<string, object?>(StoreTelemetry.Publisher, consumer.Publisher);
            StoreTelemetry.Behind.Record(consumer.Behind, publisher);
            StoreTelemetry.Unconfirmed.Record(consumer.LongestUnconfirmed.TotalSeconds, publisher);
        }

        var standing = (await relay.QueryAsync<Row>(Standing, null, ct)).Single();
        StoreTelemetry.OutboxLag.Record(Math.Max(0, standing.OutboxLag));
        StoreTelemetry.InQuarantine.Record(standing.InQuarantine);
        StoreTelemetry.JobsWaiting.Record(standing.JobsWaiting);
        StoreTelemetry.JobsAge.Record(Math.Max(0, standing.JobsAge));
    }

    private sealed record Row(double OutboxLag, long InQuarantine, long JobsWaiting, double JobsAge);
}
