using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Jtai.Events.V1;
using Jtai.Store;

namespace Jtai.Streams;

/// <summary>Reads this service's own streams, as the relay's role.</summary>
internal sealed class EventStreams(RelayDatabase database, TimeProvider clock)
{
    private const int MaximumEvents = 100;
    private const int MaximumBytes = 200_000;

    // As Checkpoint.MarkOf makes it of the event.
    private const string Mark =
        "concat_ws('/', type, aggregate_id, version, (extract(epoch from recorded_at) * 1000000)::bigint, traceparent)";

    // Without what has no number yet, a relay that cannot number would pass for a stream in which nothing happens.
    private const string Heads =
        $"""
        select tenant_id, coalesce(head.seq, 0) as sequence, since, (
            select {Mark} from outbox at where at.tenant_id = head.tenant_id and at.seq = head.seq) as mark
        from stream_head head
        full join (select tenant_id, min(recorded_at) as since from outbox where seq is null group by tenant_id) waiting using (tenant_id)
        order by tenant_id
        """;

    // Head and events in one statement, hence of one snapshot: a head that is newer than the events would skip some.
    private const string Next =
        $"""
        select head.seq as head, (
            select {Mark} from outbox at where at.tenant_id = head.tenant_id and at.seq = @after) as after_mark, event.seq, event.type, event.aggregate_id, event.version, event.recorded_at,
          event.traceparent, event.state, event.erased
        from stream_head head
        left join lateral (
          select * from outbox
          where outbox.tenant_id = head.tenant_id and outbox.seq > @after
          order by outbox.seq limit @MaximumEvents
        ) event on true
        where head.tenant_id = @TenantId
        order by event.seq
        """;

    internal async Task<IReadOnlyList<StreamHead>> HeadsAsync(CancellationToken ct)
    {
        var heads = await database.QueryAsync<Head>(Heads, null, ct);
        var now = clock.GetUtcNow();
        return heads.ConvertAll(head => new StreamHead
        {
            TenantId = head.TenantId,
            Sequence = head.Sequence,
            Mark = head.Mark ?? "",
            UnnumberedForMs = head.Since is { } since ? Math.Max(1, (long)(now - since).TotalMilliseconds) : 0,
        });
    }

    /// <summary>The next range of a stream; empty with <c>through = after</c> where nothing newer exists.</summary>
    internal async Task<EventRange> NextAsync(string tenantId, long after, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Row>(Next, new { tenantId, after, MaximumEvents }, ct);
        var range = new EventRange { Publisher = database.Service, TenantId = tenantId, After = after, Through = after, AfterMark = rows.FirstOrDefault()?.AfterMark ?? "" };
        var bytes = 0;
        foreach (var @event in rows.Where(row => row.Seq is not null).Select(row => row.ToProto()))
        {
            bytes += @event.CalculateSize() + 8;
            if (bytes > MaximumBytes && range.Events.Count > 0)
            {
                return range;
            }

            range.Events.Add(@event);
            range.Through = @event.Sequence;
        }

        // Nothing was cut off: the range is complete up to the head, over whatever compaction removed.
        if (rows.Count > 0 && range.Events.Count < MaximumEvents)
        {
            range.Through = Math.Max(after, rows[0].Head);
        }

        return range;
    }

    private sealed record Head(string TenantId, long Sequence, DateTimeOffset? Since, string? Mark);

    private sealed record Row(
        long Head, string? AfterMark, long? Seq, string? Type, string? AggregateId, long? Version, DateTimeOffset? RecordedAt,
        string? Traceparent, byte[]? State, bool? Erased)
    {
        public Event ToProto() => new()
        {
            Sequence = Seq!.Value,
            Type = Type,
            AggregateId = AggregateId,
            Version = Version!.Value,
            RecordedAt = Timestamp.FromDateTimeOffset(RecordedAt!.Value),
            Traceparent = Traceparent ?? "",
            State = ByteString.CopyFrom(State),
            Erased = Erased!.Value,
        };
    }
}
