using System.Diagnostics;
using Dapper;
using Google.Protobuf;
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
internal sealed class RangeApplier(
    string publisher,
    Database database,
    IReadOnlyDictionary<string, EventApplier> appliers,
    AppliedChanges applied,
    TimeProvider clock,
    ILogger logger)
{
    private const int Tries = 3;

    private const string TakeCheckpoint =
        TenantScope.Sql +
        """
        select seq from checkpoint where tenant_id = @TenantId and publisher = @publisher for update;
        select type, aggregate_id from quarantine where tenant_id = @TenantId and publisher = @publisher;
        """;

    private const string StartCheckpoint =
        """
        insert into checkpoint (tenant_id, publisher, seq) values (@TenantId, @publisher, 0) on conflict do nothing;
        select seq from checkpoint where tenant_id = @TenantId and publisher = @publisher for update
        """;

    private const string MoveCheckpoint =
        "update checkpoint set seq = @through where tenant_id = @TenantId and publisher = @publisher";

    private const string Quarantine =
        """
        insert into quarantine (tenant_id, publisher, type, aggregate_id, version, event, failure, quarantined_at)
        values (@TenantId, @publisher, @Type, @AggregateId, @Version, @content, @failure, @now)
        on conflict (tenant_id, publisher, type, aggregate_id) do update
        set version = excluded.version, event = excluded.event, failure = excluded.failure, quarantined_at = excluded.quarantined_at
        where quarantine.version <= excluded.version
        """;

    private const string LeaveQuarantine =
        """
        delete from quarantine
        where tenant_id = @TenantId and publisher = @Publisher and type = @Type and aggregate_id = @AggregateId and version <= @Version
        """;

    /// <summary>Runs in one transaction that holds the stream's checkpoint, and moves it to what the work returns.</summary>
    internal Task<long> HoldingCheckpointAsync(
        string tenantId, Func<EventContext, long, HashSet<(string, string)>, Task<long>> work, CancellationToken ct) =>
        database.Pool.UseAsync(connection => HoldingCheckpointAsync(connection, tenantId, work, ct), ct);

    private async Task<long> HoldingCheckpointAsync(
        NpgsqlConnection connection,
        string tenantId,
        Func<EventContext, long, HashSet<(string, string)>, Task<long>> work,
        CancellationToken ct)
    {
        var parameters = TenantScope.Of(new TenantId(tenantId)).AddTo(new DynamicParameters(new { tenantId, publisher }));
        await using var transaction = await connection.BeginTransactionAsync(ct);
        long? found;
        HashSet<(string, string)> quarantined;
        await using (var results = await connection.QueryMultipleAsync(
            new CommandDefinition(TakeCheckpoint, parameters, transaction, cancellationToken: ct)))
        {
            await results.ReadAsync<string>();
            found = await results.ReadSingleOrDefaultAsync<long?>();
            quarantined = [.. await results.ReadAsync<(string, string)>()];
        }

        var checkpoint = found ?? await connection.QuerySingleAsync<long>(
            new CommandDefinition(StartCheckpoint, new { tenantId, publisher }, transaction, cancellationToken: ct));
        var context = new EventContext(connection, transaction, publisher, tenantId, ct);
        var through = await work(context, checkpoint, quarantined);
        if (through != checkpoint)
        {
            await context.ExecuteAsync(MoveCheckpoint, new { tenantId, publisher, through });
        }

        await transaction.CommitAsync(ct);
        return through;
    }

    /// <summary>
    /// Applies what follows the checkpoint: of each aggregate the newest state alone, type by type. Where that fails, one by
    /// one, so that what cannot be applied holds up nothing else.
    /// </summary>
    internal async Task ApplyEventsAsync(
        EventContext context, EventRange range, long checkpoint, HashSet<(string, string)> quarantined)
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
                publisher, range.TenantId, range.After, Describe(failure));
        }

        foreach (var @event in newest)
        {
            if (failure is not null && await ApplyAloneAsync(context, @event) is { } reason)
            {
                await QuarantineAsync(context, @event, reason);
            }
            else if (quarantined.Contains((@event.Type, @event.AggregateId)))
            {
                await context.ExecuteAsync(
                    LeaveQuarantine, new { context.TenantId, context.Publisher, @event.Type, @event.AggregateId, @event.Version });
            }
        }
    }

    /// <summary>Applies what is new in a range.</summary>
    /// <returns>The checkpoint; below the range's <c>after</c> where there is a gap and nothing was applied.</returns>
    internal async Task<long> ApplyAsync(EventRange range, CancellationToken ct)
    {
        using var activity = StoreTelemetry.Source.StartActivity(
            "apply", ActivityKind.Consumer, default(ActivityContext), links: LinksOf(range));
        activity?.SetTag("jtai.publisher", publisher).SetTag("jtai.tenant", range.TenantId).SetTag("jtai.through", range.Through);
        var before = 0L;
        var through = await HoldingCheckpointAsync(
            range.TenantId,
            async (context, checkpoint, quarantined) =>
            {
                before = checkpoint;
                if (range.After > checkpoint || range.Through <= checkpoint)
                {
                    return checkpoint;
                }

                await ApplyEventsAsync(context, range, checkpoint, quarantined);
                return range.Through;
            },
            ct);
        if (through > before)
        {
            StoreTelemetry.Applied.Add(range.Events.Count);
            applied.Announce(range.Events);
        }

        return through;
    }

    /// <summary>Applies one event, in a few tries; returns why it cannot be applied.</summary>
    private async Task<Exception?> ApplyAloneAsync(EventContext context, Event @event)
    {
        Exception? failure = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            failure = await TryAsync(context, () => appliers[@event.Type](context, [@event]));
            if (failure is null)
            {
                return null;
            }
        }

        return failure;
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

    private async Task QuarantineAsync(EventContext context, Event @event, Exception failure)
    {
        StoreTelemetry.Quarantined.Add(1);
        logger.LogError(
            "Event {Sequence} of {Publisher}/{Tenant} ({Type} {Aggregate}) cannot be applied and is passed over: {Failure}",
            @event.Sequence, publisher, context.TenantId, @event.Type, @event.AggregateId, Describe(failure));
        await context.ExecuteAsync(Quarantine, new
        {
            tenantId = context.TenantId,
            publisher,
            @event.Type,
            @event.AggregateId,
            @event.Version,
            content = @event.ToByteArray(),
            failure = Describe(failure),
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

    // Never its message, which may repeat content.
    private static string Describe(Exception failure) =>
        failure is PostgresException database ? $"SQLSTATE {database.SqlState}" : failure.GetType().Name;

    private static IEnumerable<ActivityLink> LinksOf(EventRange range) =>
        from @event in range.Events
        let parsed = ActivityContext.TryParse(@event.Traceparent, null, isRemote: true, out var context) ? context : default
        where parsed != default
        select new ActivityLink(parsed);
}
