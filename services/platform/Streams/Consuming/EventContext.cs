using Dapper;
using Npgsql;

namespace Jtai.Streams;

/// <summary>Applies one aggregate's newest state. One real implementation per subscribed event: <c>On&lt;Event&gt;</c>.</summary>
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
public interface IRangeHandler<TState>
{
    /// <summary>The same for at least one state, each of another aggregate; the context tells nothing of a single event.</summary>
    Task ApplyAsync(EventContext context, IReadOnlyList<Received<TState>> received);
}

/// <summary>
/// One event of a range: the aggregate's version, from 1, and when its owner recorded it. Erased is a tombstone: what is kept of
/// the aggregate is to be removed, and the state is an empty message.
/// </summary>
public abstract record Received(string AggregateId, long Version, DateTimeOffset At, bool Erased);

/// <summary>One event of a range, and what its aggregate has become.</summary>
public sealed record Received<TState>(string AggregateId, long Version, DateTimeOffset At, bool Erased, TState State)
    : Received(AggregateId, Version, At, Erased);

/// <summary>One event, and the transaction that it is applied in. The transaction's scope is the stream's tenant.</summary>
public sealed class EventContext
{
    internal EventContext(NpgsqlConnection connection, NpgsqlTransaction transaction, string tenantId, CancellationToken ct) =>
        (Connection, Transaction, TenantId, CancellationToken) = (connection, transaction, tenantId, ct);

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    public CancellationToken CancellationToken { get; }

    public string TenantId { get; }

    /// <summary>Of the event that an <see cref="IEventHandler{TState}"/> is given; so are the three below.</summary>
    public string AggregateId => Current!.AggregateId;

    public long Version => Current!.Version;

    public DateTimeOffset At => Current!.At;

    public bool Erased => Current!.Erased;

    internal Received? Current { private get; set; }

    /// <summary>Runs statements in the transaction.</summary>
    public Task<int> ExecuteAsync(string sql, object? args = null) => Connection.ExecuteAsync(Command(sql, args));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null) =>
        (await Connection.QueryAsync<T>(Command(sql, args))).AsList();

    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? args = null) =>
        Connection.QuerySingleOrDefaultAsync<T>(Command(sql, args));

    internal CommandDefinition Command(string sql, object? args) => new(sql, args, Transaction, cancellationToken: CancellationToken);
}
