using Jtai.Errors;
using Jtai.Events.V1;
using Npgsql;

namespace Jtai.Streams;

internal sealed partial class RangeApplier
{
    private const int MostReplays = 20;

    private const string ReplaysAsked =
        "select tenant_id, type, aggregate_id from quarantine where publisher = @publisher and replay_asked order by quarantined_at limit @MostReplays";

    private const string TakeAsked =
        """
        select event from quarantine
        where tenant_id = @tenantId and publisher = @publisher and type = @type and aggregate_id = @aggregateId and replay_asked
        """;

    private const string StayInQuarantine =
        """
        update quarantine set tries = tries + 1, replay_asked = false, failure = @failure, quarantined_at = @now
        where tenant_id = @TenantId and publisher = @publisher and type = @Type and aggregate_id = @AggregateId
        """;

    /// <summary>Tries once more what an operator asked for: it leaves quarantine, or stays there with the new failure.</summary>
    internal async Task ReplayAskedAsync(CancellationToken ct)
    {
        var asked = await relay.QueryAsync<(string TenantId, string Type, string AggregateId)>(ReplaysAsked, new { publisher, MostReplays }, ct);
        foreach (var (tenantId, type, aggregateId) in asked)
        {
            await database.Pool.UseAsync(connection => ReplayAsync(connection, tenantId, type, aggregateId, ct), ct);
        }
    }

    private async Task<bool> ReplayAsync(NpgsqlConnection connection, string tenantId, string type, string aggregateId, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var context = new EventContext(connection, transaction, tenantId, ct);
        // Under the checkpoint's lock, as every event of the stream.
        await TakeCheckpointAsync(context);
        if (await context.QuerySingleOrDefaultAsync<byte[]>(TakeAsked, new { tenantId, publisher, type, aggregateId }) is not { } content)
        {
            return false;
        }

        var @event = Event.Parser.ParseFrom(content);
        // What nobody keeps any more is settled by that.
        var failure = appliers.TryGetValue(type, out var applier) ? await TryAsync(context, () => applier(context, [@event])) : null;
        await (failure is null
            ? context.ExecuteAsync(LeaveQuarantine, new { tenantId, publisher, @event.Type, @event.AggregateId, @event.Version })
            : context.ExecuteAsync(StayInQuarantine, new { tenantId, publisher, @event.Type, @event.AggregateId, failure = Failures.Kind(failure), now = clock.GetUtcNow() }));
        await transaction.CommitAsync(ct);
        if (failure is null)
        {
            applied.Announce([@event]);
        }

        return failure is null;
    }
}
