using System.Diagnostics;
using Dapper;
using Google.Protobuf;
using Jtai.Errors;
using Jtai.Events.V1;
using Jtai.Field;
using Jtai.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Jtai.Streams;

/// <summary>
/// Applies ranges to this service's database: the events and the checkpoint in one transaction, under the checkpoint's
/// row lock, so that replicas take turns.
/// </summary>
internal sealed partial class RangeApplier(
    string publisher,
    string forget,
    Database database,
    RelayDatabase relay,
    IReadOnlyDictionary<string, EventApplier> appliers,
    AppliedChanges applied,
    TimeProvider clock,
    ILogger logger)
{
    private const int Tries = 3;

    /// <summary>
    /// Of one tenant and read model, without what operators gave up: what comes to a full quarantine is counted and not kept, and has the
    /// copies made again once it is mended.
    /// </summary>
    internal const int MostQuarantined = 1000;

    private const string TakeCheckpoint =
        TenantScope.Sql +
        """
        insert into checkpoint (tenant_id, publisher, seq) values (@TenantId, @publisher, 0) on conflict do nothing;
        select seq, case when marked_seq = seq then mark end as mark from checkpoint where tenant_id = @TenantId and publisher = @publisher for update;
        select type, aggregate_id, discarded is not null from quarantine where tenant_id = @TenantId and publisher = @publisher;
        """;

    private const string MoveCheckpoint =
        "update checkpoint set seq = @Seq, mark = @Mark, marked_seq = @Seq where tenant_id = @TenantId and publisher = @publisher";

    private const string Quarantine =
        """
        insert into quarantine (tenant_id, publisher, type, aggregate_id, version, event, failure, quarantined_at)
        values (@TenantId, @publisher, @Type, @AggregateId, @Version, @content, @failure, @now)
        on conflict (tenant_id, publisher, type, aggregate_id) do update
        set version = excluded.version, event = excluded.event, failure = excluded.failure, quarantined_at = excluded.quarantined_at,
          tries = 3, replay_asked = false, discarded = null
        where quarantine.version <= excluded.version
        """;

    private const string PassOver =
        "update checkpoint set passed_over = passed_over + 1 where tenant_id = @TenantId and publisher = @publisher";

    private const string LeaveQuarantine =
        """
        delete from quarantine
        where tenant_id = @TenantId and publisher = @publisher and type = @Type and aggregate_id = @AggregateId and version <= @Version
        """;

    /// <summary>Applies what is new in a range, if it goes on from the checkpoint.</summary>
    /// <returns>The checkpoint, which then is the range's end.</returns>
    internal async Task<Checkpoint> ApplyAsync(EventRange range, CancellationToken ct)
    {
        using var activity = EventSpans.Start("process", ActivityKind.Consumer, range, publisher);
        var (checkpoint, isApplied) = await database.Pool.UseAsync(connection => ApplyAsync(connection, range, ct), ct);
        if (isApplied)
        {
            StoreTelemetry.Applied.Add(range.Events.Count);
            applied.Announce(range.Events);
        }

        return checkpoint;
    }

    private async Task<(Checkpoint Checkpoint, bool IsApplied)> ApplyAsync(NpgsqlConnection connection, EventRange range, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var context = new EventContext(connection, transaction, range.TenantId, ct);
        var (checkpoint, quarantined) = await TakeCheckpointAsync(context);
        var isApplied = checkpoint.IsFollowedBy(range);
        if (isApplied)
        {
            await ApplyAsync(context, range, checkpoint.Seq, quarantined);
        }

        // Nothing newer, and an older version did not keep which event this is.
        if (isApplied || (checkpoint is { Seq: > 0, Mark: null } && range.After == checkpoint.Seq))
        {
            checkpoint = Checkpoint.After(range);
            await context.ExecuteAsync(MoveCheckpoint, new { range.TenantId, publisher, checkpoint.Seq, checkpoint.Mark });
            await transaction.CommitAsync(ct);
        }

        return (checkpoint, isApplied);
    }

    private async Task<(Checkpoint Checkpoint, Quarantined Quarantined)> TakeCheckpointAsync(EventContext context)
    {
        var parameters = TenantScope.Of(new TenantId(context.TenantId)).AddTo(new DynamicParameters(new { context.TenantId, publisher }));
        await using var results = await context.Connection.QueryMultipleAsync(context.Command(TakeCheckpoint, parameters));
        await results.ReadAsync<string>();
        var checkpoint = await results.ReadSingleAsync<Checkpoint>();
        return (checkpoint, new(await results.ReadAsync<(string, string, bool)>()));
    }

    /// <summary>
    /// Applies what follows the checkpoint: of each aggregate the newest state alone, type by type. Where that fails, one by
    /// one, so that what cannot be applied holds up nothing else.
    /// </summary>
    private async Task ApplyAsync(EventContext context, EventRange range, long checkpoint, Quarantined quarantined)
    {
        var newest = range.Events
            .Where(@event => @event.Sequence > checkpoint && appliers.ContainsKey(@event.Type))
            .GroupBy(@event => (@event.Type, @event.AggregateId), (_, states) => states.Last())
            .OrderBy(@event => @event.Sequence)
            .ToList();
        if (newest.Count == 0)
        {
            return;
        }

        var failure = await TryAsync(context, async () =>
        {
            foreach (var ofOneType in newest.GroupBy(@event => @event.Type))
            {
                await appliers[ofOneType.Key](context, [.. ofOneType]);
            }
        });
        if (failure is not null)
        {
            logger.LogWarning(
                "A range of {Publisher}/{Tenant} after {After} failed ({Failure}); its events are applied one by one.",
                publisher, range.TenantId, range.After, Failures.Kind(failure));
        }

        foreach (var @event in newest)
        {
            if (failure is not null && await ApplyAloneAsync(context, @event) is { } reason)
            {
                await QuarantineAsync(context, @event, Failures.Kind(reason), quarantined);
            }
            else if (quarantined.Remove(@event))
            {
                await context.ExecuteAsync(LeaveQuarantine, new { context.TenantId, publisher, @event.Type, @event.AggregateId, @event.Version });
            }
        }
    }

    /// <summary>Applies one event, in a few tries; returns why it cannot be applied.</summary>
    private async Task<Exception?> ApplyAloneAsync(EventContext context, Event @event)
    {
        for (var attempt = 1; ; attempt++)
        {
            var failure = await TryAsync(context, () => appliers[@event.Type](context, [@event]));
            if (failure is null || attempt == Tries)
            {
                return failure;
            }
        }
    }

    /// <summary>Does what can be taken back; returns the failure where it was taken back because of the message.</summary>
    private static async Task<Exception?> TryAsync(EventContext context, Func<Task> work)
    {
        const string Before = "before";
        await context.Transaction.SaveAsync(Before, context.CancellationToken);
        try
        {
            await work();
            return null;
        }
        catch (Exception failure) when (IsOfTheMessage(failure, context.CancellationToken))
        {
            await context.Transaction.RollbackAsync(Before, context.CancellationToken);
            // The transaction, and so the connection, is needed further on: without its prepared statements it is as good as new
            // (ConnectionPool says why it was not).
            context.Connection.UnprepareAll();
            return failure;
        }
    }

    private async Task QuarantineAsync(EventContext context, Event @event, string failure, Quarantined quarantined)
    {
        StoreTelemetry.Quarantined.Add(1);
        if (!quarantined.Add(@event))
        {
            logger.LogError(
                "Event {Sequence} of {Publisher}/{Tenant} ({Type} {Aggregate}) cannot be applied, and quarantine is full: {Failure}",
                @event.Sequence, publisher, context.TenantId, @event.Type, @event.AggregateId, failure);
            await context.ExecuteAsync(PassOver, new { context.TenantId, publisher });
            return;
        }

        logger.LogError(
            "Event {Sequence} of {Publisher}/{Tenant} ({Type} {Aggregate}) cannot be applied and is passed over: {Failure}",
            @event.Sequence, publisher, context.TenantId, @event.Type, @event.AggregateId, failure);
        await context.ExecuteAsync(Quarantine, new
        {
            context.TenantId,
            publisher,
            @event.Type,
            @event.AggregateId,
            @event.Version,
            content = @event.ToByteArray(),
            failure,
            now = clock.GetUtcNow(),
        });
    }

    // An outage, a deadlock or the end of the process says nothing about the message: the range is tried again later.
    private static bool IsOfTheMessage(Exception failure, CancellationToken ct) => failure switch
    {
        OperationCanceledException => !ct.IsCancellationRequested,
        PostgresException database => !database.IsTransient && !database.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException => false,
        _ => true,
    };

    /// <summary>What is in quarantine of one stream; what an operator gave up keeps a row without its event, and no room.</summary>
    private sealed class Quarantined(IEnumerable<(string Type, string AggregateId, bool GivenUp)> rows)
    {
        private readonly Dictionary<(string, string), bool> givenUp = rows.ToDictionary(row => (row.Type, row.AggregateId), row => row.GivenUp);

        /// <returns>False where there is no room for it.</returns>
        public bool Add(Event @event)
        {
            var key = (@event.Type, @event.AggregateId);
            if (!givenUp.TryGetValue(key, out var isGivenUp) || isGivenUp)
            {
                if (givenUp.Values.Count(one => !one) >= MostQuarantined)
                {
                    return false;
                }

                givenUp[key] = false;
            }

            return true;
        }

        /// <returns>False where it was not in there.</returns>
        public bool Remove(Event @event) => givenUp.Remove((@event.Type, @event.AggregateId));
    }
}
