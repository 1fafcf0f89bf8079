using System.Threading.Channels;
using Jtai.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Streams;

/// <summary>
/// Publishes numbered ranges beside the relay, so that a slow broker never delays the numbering on which pulling stands.
/// One tenant's ranges go out in order. The queues are bounded: what does not fit is pulled by the consumers.
/// </summary>
internal sealed class PublishQueue(EventStreams streams, DaprPublisher publisher, ILogger<PublishQueue> logger) : BackgroundService
{
    private const int Lanes = 4;
    private const int LaneCapacity = 1000;

    private readonly Channel<NumberedRange>[] lanes =
    [
        .. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateBounded<NumberedRange>(
            new BoundedChannelOptions(LaneCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true })),
    ];

    internal void Add(IReadOnlyList<NumberedRange> ranges)
    {
        if (!publisher.IsConfigured)
        {
            return;
        }

        foreach (var range in ranges)
        {
            lanes[(uint)range.TenantId.GetHashCode(StringComparison.Ordinal) % Lanes].Writer.TryWrite(range);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(lanes.Select(lane => PublishAsync(lane.Reader, stoppingToken)));

    private async Task PublishAsync(ChannelReader<NumberedRange> lane, CancellationToken stoppingToken)
    {
        while (await lane.WaitToReadAsync(stoppingToken))
        {
            // What queued up meanwhile for one tenant goes out as one.
            var waiting = new Dictionary<string, NumberedRange>();
            while (lane.TryRead(out var range))
            {
                waiting[range.TenantId] = waiting.TryGetValue(range.TenantId, out var earlier)
                    ? range with { After = Math.Min(earlier.After, range.After), Through = Math.Max(earlier.Through, range.Through) }
                    : range;
            }

            foreach (var range in waiting.Values)
            {
                await PublishAsync(range, stoppingToken);
            }
        }
    }

    private async Task PublishAsync(NumberedRange numbered, CancellationToken stoppingToken)
    {
        try
        {
            var after = numbered.After;
            while (after < numbered.Through)
            {
                var range = await streams.NextAsync(numbered.TenantId, after, stoppingToken);
                if (range.Through == after || !await publisher.PublishAsync(range, stoppingToken))
                {
                    return;
                }

                after = range.Through;
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogWarning("Publishing {Tenant} failed; consumers pull it: {Failure}", numbered.TenantId, Failures.WithoutContent(failure));
        }
    }
}
