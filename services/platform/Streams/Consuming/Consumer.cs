using System.Collections.Concurrent;
using Jtai.Errors;
using Jtai.Events.V1;
using Jtai.Operating.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Streams;

/// <summary>
/// Keeps this service's copy of one publisher's states. The broker's deliveries make it fast; pulling makes it certain: at
/// the start, after a gap, and every 5 seconds where a stream has moved.
/// </summary>
public sealed class Consumer : BackgroundService
{
    private static readonly TimeSpan GapWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FairTurn = TimeSpan.FromSeconds(2);
    private const int StreamsAtOnce = 4;

    private readonly EventFeed.EventFeedClient feed;
    private readonly RangeApplier applier;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly ConcurrentDictionary<string, Stream> streams = new();
    private readonly long startedAt;
    private long? answeredAt;
    private long behind;

    internal Consumer(string publisher, EventFeed.EventFeedClient feed, RangeApplier applier, TimeProvider clock, ILogger logger) =>
        (Publisher, this.feed, this.applier, this.clock, this.logger, startedAt) = (publisher, feed, applier, clock, logger, clock.GetTimestamp());

    public string Publisher { get; }

    /// <summary>How long ago the publisher last told what its streams hold, by the monotonic clock; a maximum before the first time.</summary>
    public TimeSpan UnansweredFor => Since(answeredAt);

    /// <summary>
    /// How long ago one tenant's stream was last known to be applied up to all that the publisher had committed; a maximum before the first time.
    /// </summary>
    public TimeSpan UnconfirmedFor(string tenantId) =>
        // What is in no head has no change that could be unknown here.
        Since(streams.TryGetValue(tenantId, out var stream) && stream.IsListed ? stream.ConfirmedAt : answeredAt);

    /// <summary>Events that were not applied yet when the publisher last told its heads.</summary>
    internal long Behind => Interlocked.Read(ref behind);

    /// <summary>Of the stream for which it is longest; since this process started where it has not been known of every stream.</summary>
    internal TimeSpan LongestUnconfirmed
    {
        get
        {
            var longest = streams.Keys.Select(UnconfirmedFor).Append(UnansweredFor).Max();
            return longest == TimeSpan.MaxValue ? clock.GetElapsedTime(startedAt) : longest;
        }
    }

    /// <summary>How this process's pulling stands; quarantine is the caller's to count.</summary>
    internal async Task<ConsumerState> StateAsync(CancellationToken ct)
    {
        var checkpoints = await applier.CheckpointsAsync(ct);
        var unconfirmed = checkpoints.Keys.Union(streams.Keys).Select(UnconfirmedFor).Append(UnansweredFor).Max();
        var state = new ConsumerState
        {
            Publisher = Publisher,
            Streams = checkpoints.Count,
            Rebuilding = checkpoints.Values.Count(checkpoint => checkpoint.Mark is { Length: 0 }),
            Behind = streams.Values.Sum(stream => Math.Max(0, stream.Head - checkpoints.GetValueOrDefault(stream.TenantId).Seq)),
        };
        if (UnansweredFor < TimeSpan.MaxValue)
        {
            state.UnansweredForMs = (long)UnansweredFor.TotalMilliseconds;
        }

        if (unconfirmed < TimeSpan.MaxValue)
        {
            state.UnconfirmedForMs = (long)unconfirmed.TotalMilliseconds;
        }

        return state;
    }

    /// <summary>Applies a delivered range; where it does not follow the checkpoint, the gap is pulled a little later.</summary>
    internal async Task AcceptAsync(EventRange range, CancellationToken ct)
    {
        var stream = StreamOf(range.TenantId);
        if ((await ApplyAsync(stream, range, ct)).Seq < range.Through)
        {
            _ = PullLaterAsync(stream);
        }
    }

    /// <summary>
    /// Pulls every stream whose head is not what is applied, and notes which are confirmed. Each by itself: one that fails, or is long,
    /// holds up no other.
    /// </summary>
    /// <returns>True where a long stream has more to pull at once.</returns>
    internal async Task<bool> ConfirmAsync(CancellationToken ct)
    {
        var asked = clock.GetTimestamp();
        var reply = await feed.ListHeadsAsync(new ListHeadsRequest(), cancellationToken: ct);
        var checkpoints = await applier.CheckpointsAsync(ct);
        Interlocked.Exchange(
            ref behind, reply.Heads.Sum(head => Math.Max(0, head.Sequence - checkpoints.GetValueOrDefault(head.TenantId).Seq)));
        // Applied once, and now in no head: as after a restore from before the tenant's first change.
        var gone = checkpoints.Keys.Except(reply.Heads.Select(head => head.TenantId)).Select(tenant => new StreamHead { TenantId = tenant, Mark = "" });
        var failures = new ConcurrentQueue<string>();
        var isCutShort = false;
        var options = new ParallelOptions { MaxDegreeOfParallelism = StreamsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(reply.Heads.Concat(gone), options, async (head, cancellation) =>
        {
            try
            {
                if (!await ConfirmAsync(head, checkpoints.GetValueOrDefault(head.TenantId), asked, cancellation))
                {
                    isCutShort = true;
                }
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                failures.Enqueue($"{head.TenantId} ({Failures.Kind(failure)})");
            }
        });
        answeredAt = asked;
        if (!failures.IsEmpty)
        {
            logger.LogWarning(
                "{Count} streams of {Publisher} could not be pulled and are tried again, the first: {Failures}",
                failures.Count, Publisher, string.Join(", ", failures.Take(10)));
        }

        return isCutShort;
    }

    /// <returns>False where its turn was over before its head was reached.</returns>
    private async Task<bool> ConfirmAsync(StreamHead head, Checkpoint checkpoint, long asked, CancellationToken ct)
    {
        var stream = StreamOf(head.TenantId);
        if (!stream.IsListed)
        {
            (stream.ConfirmedAt, stream.IsListed) = (answeredAt, true);
        }

        stream.Head = head.Sequence;

        if (!checkpoint.IsAt(head) && await PullAsync(stream, checkpoint, ct) is var reached && reached.Seq < head.Sequence)
        {
            return false;
        }

        var unnumbered = TimeSpan.FromMilliseconds(head.UnnumberedForMs);
        stream.ConfirmedAt = asked - (long)(unnumbered.TotalSeconds * clock.TimestampFrequency);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var isCutShort = false;
            try
            {
                isCutShort = await ConfirmAsync(stoppingToken);
                await applier.ReplayAskedAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // A pull that the stop cut short ends in whatever the transport makes of it; that is no fault.
                return;
            }
            catch (Exception failure)
            {
                // Services start in any order: before the first time the others may not be up yet.
                var level = answeredAt is null && clock.GetElapsedTime(started) < Interval ? LogLevel.Debug : LogLevel.Warning;
                logger.Log(level, "The streams of {Publisher} could not be pulled: {Failure}", Publisher, Failures.Kind(failure));
            }

            await Task.Delay(isCutShort ? TimeSpan.Zero : answeredAt is null ? FirstRetry : Interval, stoppingToken);
        }
    }

    private async Task<Checkpoint> PullAsync(Stream stream, Checkpoint checkpoint, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var range = await NextAsync(checkpoint.Seq);
            checkpoint = await ApplyAsync(stream, range, ct);
            if (checkpoint.IsLostIn(range))
            {
                logger.LogWarning(
                    "{Publisher}/{Tenant} is not the stream that was applied up to {Sequence}: its database was restored, or a rebuild was asked for. It is read again from its start.",
                    Publisher, stream.TenantId, checkpoint.Seq);
                return await InTurnAsync(stream, () => applier.RebuildAsync(stream.TenantId, checkpoint, NextAsync, ct), ct);
            }

            if (range.Through == range.After || clock.GetElapsedTime(started) > FairTurn)
            {
                return checkpoint;
            }
        }

        async Task<EventRange> NextAsync(long after) =>
            await feed.ListEventsAsync(new ListEventsRequest { TenantId = stream.TenantId, After = after }, cancellationToken: ct);
    }

    private Stream StreamOf(string tenantId) => streams.GetOrAdd(tenantId, static tenant => new Stream(tenant));

    private TimeSpan Since(long? timestamp) => timestamp is { } known ? clock.GetElapsedTime(known) : TimeSpan.MaxValue;

    private Task<Checkpoint> ApplyAsync(Stream stream, EventRange range, CancellationToken ct) =>
        InTurnAsync(stream, () => applier.ApplyAsync(range, ct), ct);

    private static async Task<Checkpoint> InTurnAsync(Stream stream, Func<Task<Checkpoint>> workAsync, CancellationToken ct)
    {
        await stream.Gate.WaitAsync(ct);
        try
        {
            return stream.Checkpoint = await workAsync();
        }
        finally
        {
            stream.Gate.Release();
        }
    }

    private async Task PullLaterAsync(Stream stream)
    {
        if (Interlocked.Exchange(ref stream.PullIsDue, 1) == 1)
        {
            return;
        }

        try
        {
            await Task.Delay(GapWait);
            Volatile.Write(ref stream.PullIsDue, 0);
            await PullAsync(stream, stream.Checkpoint, CancellationToken.None);
        }
        catch (Exception failure)
        {
            // The regular pull comes within 5 seconds.
            logger.LogWarning("A gap in {Publisher}/{Tenant} could not be pulled: {Failure}", Publisher, stream.TenantId, Failures.Kind(failure));
        }
    }

#pragma warning disable CA1001 // Lives as long as the process, and its semaphore holds no handle.
    private sealed class Stream(string tenantId)
#pragma warning restore CA1001
    {
        /// <summary>In turn within the process too, so that waiting for the row lock does not use up the pool.</summary>
        internal readonly SemaphoreSlim Gate = new(1, 1);
        internal int PullIsDue;

        internal string TenantId => tenantId;

        /// <summary>What this process last saw; another replica may have gone further.</summary>
        internal Checkpoint Checkpoint;

        /// <summary>The newest number that the publisher told.</summary>
        internal long Head;

        /// <summary>True once the publisher has named it among its heads.</summary>
        internal bool IsListed;

        internal long? ConfirmedAt;
    }
}
