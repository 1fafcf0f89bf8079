using Dapper;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Jtai.Events.V1;
using Jtai.Store;

namespace Jtai.Streams;

/// <summary>Reads this service's own streams, as the relay's role.</summary>
internal sealed class EventStreams(RelayDatabase database)
{
    internal const int MaximumEvents = 100;
    internal const int MaximumBytes = 200_000;

    // Head and events in one statement, hence of one snapshot: a head that is newer than the events would skip some.
    private const string Next =
        """
        select head.seq as head, event.seq, event.type, event.aggregate_id, event.version, event.recorded_at,
          event.traceparent, event.state, event.erased
        from stream_head head
        left join lateral (
          select * from outbox
          where outbox.tenant_id = head.tenant_id and outbox.seq > @after
          order by outbox.seq limit @MaximumEvents
        ) event on true
        where head.tenant_id = @tenantId
        order by event.seq
        """;

    internal async Task<IReadOnlyList<StreamHead>> HeadsAsync(CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var heads = await connection.QueryAsync<(string Tenant, long Sequence)>(
            new CommandDefinition("select tenant_id, seq from stream_head order by tenant_id", cancellationToken: ct));
        return [.. heads.Select(head => new StreamHead { TenantId = head.Tenant, Sequence = head.Sequence })];
    }

    /// <summary>The next range of a stream; empty with <c>through = after</c> where nothing newer exists.</summary>
    internal async Task<EventRange> NextAsync(string tenantId, long after, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<Row>(
            new CommandDefinition(Next, new { tenantId, after, MaximumEvents }, cancellationToken: ct))).AsList();
        var range = new EventRange { Publisher = database.Service, TenantId = tenantId, After = after, Through = after };
        var bytes = 0;
        foreach (var row in rows)
        {
            if (row.Seq is null)
            {
                break;
            }

            var @event = row.ToProto();
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

    private sealed record Row(
        long Head, long? Seq, string? Type, string? AggregateId, long? Version, DateTimeOffset? RecordedAt,
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
