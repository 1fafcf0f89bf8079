using Dapper;
using Jtai.Events.V1;
using Npgsql;

namespace Jtai.Streams;

/// <summary>Applies one aggregate's newest state. One real implementation per subscribed event: <c>On&lt;Event&gt;</c>.</summary>
/// <typeparam name="TState">The event's state message.</typeparam>
public interface IEventHandler<in TState>
{
    /// <summary>
    /// Keeps the state if it is newer than what is kept, or removes the aggregate where <see cref="EventContext.Erased"/>.
    /// Runs in the transaction that moves the checkpoint, and does nothing outside it: it may run again.
    /// </summary>
    Task ApplyAsync(EventContext context, TState state);
}

/// <summary>
/// Applies the newest states of many aggregates in few statements. Implemented beside <see cref="IEventHandler{TState}"/> where
/// a round trip for each event would be the limit.
/// </summary>
/// <typeparam name="TState">The events' state message.</typeparam>
public interface IRangeHandler<TState>
{
    /// <summary>
    /// Keeps each state that is newer than what is kept, or removes the aggregate where it is erased. Runs in the transaction
    /// that moves the checkpoint, and does nothing outside it: it may run again.
    /// </summary>
    /// <param name="context">The transaction; it tells nothing of a single event.</param>
    /// <param name="received">At least one; each of another aggregate.</param>
    Task ApplyAsync(EventContext context, IReadOnlyList<Received<TState>> received);
}

/// <summary>One event of a range.</summary>
/// <param name="AggregateId">Whose state.</param>
/// <param name="Version">The aggregate's version, from 1.</param>
/// <param name="At">When the owner recorded the change.</param>
/// <param name="Erased">True for a tombstone; the state is an empty message.</param>
/// <param name="State">What the aggregate has become.</param>
public sealed record Received<TState>(string AggregateId, long Version, DateTimeOffset At, bool Erased, TState State);

/// <summary>One event, and the transaction that it is applied in. The transaction's scope is the stream's tenant.</summary>
public sealed class EventContext
{
    internal EventContext(NpgsqlConnection connection, NpgsqlTransaction transaction, string publisher, string tenantId, CancellationToken ct) =>
        (Connection, Transaction, Publisher, TenantId, CancellationToken) = (connection, transaction, publisher, tenantId, ct);

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>The service whose stream it is.</summary>
    public string Publisher { get; }

    public string TenantId { get; }

    public string AggregateId => Current.AggregateId;

    /// <summary>The aggregate's version, from 1.</summary>
    public long Version => Current.Version;

    /// <summary>When the owner recorded the change.</summary>
    public DateTimeOffset At => Current.RecordedAt.ToDateTimeOffset();

    /// <summary>True for a tombstone: remove what is kept of the aggregate; the state is an empty message.</summary>
    public bool Erased => Current.Erased;

    internal Event Current { private get; set; } = new();

    /// <summary>Runs statements in the transaction.</summary>
    public Task<int> ExecuteAsync(string sql, object? args = null) => Connection.ExecuteAsync(Command(sql, args));

    /// <summary>Reads in the transaction.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null) =>
        (await Connection.QueryAsync<T>(Command(sql, args))).AsList();

    /// <summary>Reads one row in the transaction, or the default.</summary>
    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? args = null) =>
        Connection.QuerySingleOrDefaultAsync<T>(Command(sql, args));

    private CommandDefinition Command(string sql, object? args) => new(sql, args, Transaction, cancellationToken: CancellationToken);
}
