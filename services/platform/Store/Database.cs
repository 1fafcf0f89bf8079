using System.Data;
using Dapper;
using Jtai.Errors;

namespace Jtai.Store;

/// <summary>
/// The service's own database, as the role that owns nothing and bypasses nothing. A read is one round trip: the scope's
/// settings and the statements go as one text, which PostgreSQL runs as one transaction.
/// </summary>
/// <remarks>
/// Columns in snake_case meet properties and record parameters in PascalCase; <c>date</c> is <see cref="DateOnly"/>,
/// <c>timestamptz</c> is <see cref="DateTimeOffset"/> (UTC), <c>text[]</c> is <c>string[]</c>, <c>uuid[]</c> is <c>Guid[]</c>.
/// Parameter names that start with <c>jtai_</c> are this class's own.
/// </remarks>
public sealed partial class Database : IAsyncDisposable
{
    private readonly WakeUp relay;
    private readonly TimeProvider clock;

    private readonly KeepGuardReason? keepGuardReason;

    internal Database(ConnectionPool pool, WakeUp relay, TimeProvider clock, KeepGuardReason? keepGuardReason = null) =>
        (Pool, this.relay, this.clock, this.keepGuardReason) = (pool, relay, clock, keepGuardReason);

    internal ConnectionPool Pool { get; }

    public ValueTask DisposeAsync() => Pool.DisposeAsync();

    /// <summary>All rows of one statement.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(TenantScope scope, string sql, object? args, CancellationToken ct) =>
        QueryMultipleAsync(scope, sql, args, RowsAsync<T>, ct);

    /// <summary>The one row of a statement, or the default where there is none.</summary>
    public Task<T?> QuerySingleOrDefaultAsync<T>(TenantScope scope, string sql, object? args, CancellationToken ct) =>
        QueryMultipleAsync(scope, sql, args, results => results.ReadSingleOrDefaultAsync<T>(), ct);

    /// <summary>Runs statements that give no rows, in one transaction: upkeep, which needs no audit row and no event.</summary>
    public Task ExecuteAsync(TenantScope scope, string sql, object? args, CancellationToken ct) =>
        Pool.ExecuteAsync(TenantScope.Sql + sql, scope.AddTo(new DynamicParameters(args)), ct);

    /// <summary>Several statements, separated by semicolons, in one round trip; <c>read</c> reads the result of each, in order.</summary>
    public async Task<TResult> QueryMultipleAsync<TResult>(
        TenantScope scope, string sql, object? args, Func<SqlMapper.GridReader, Task<TResult>> read, CancellationToken ct)
    {
        var parameters = scope.AddTo(new DynamicParameters(args));
        var command = new CommandDefinition(TenantScope.Sql + sql, parameters, cancellationToken: ct);
        return await Pool.UseAsync(
            async connection =>
            {
                await using var results = await connection.QueryMultipleAsync(command);
                await results.ReadAsync<string>();
                var result = await read(results);
                // Dapper would cancel what is left unread, and the cancellation could reach the connection's next command.
                return results.IsConsumed ? result : throw new InvalidOperationException("A statement's result was left unread.");
            },
            ct);
    }

    /// <summary>Reads the one <c>bytea</c> of a statement's one row into the caller's buffer, without another copy of it in memory.</summary>
    /// <returns>How many bytes; null where there is no row.</returns>
    /// <exception cref="InvalidOperationException">There are more than the buffer holds.</exception>
    public Task<int?> ReadBytesAsync(TenantScope scope, string sql, object? args, Memory<byte> buffer, CancellationToken ct)
    {
        var command = new CommandDefinition(TenantScope.Sql + sql, scope.AddTo(new DynamicParameters(args)), cancellationToken: ct);
        return Pool.UseAsync(
            async connection =>
            {
                await using var reader = await connection.ExecuteReaderAsync(command, CommandBehavior.SequentialAccess);
                await reader.NextResultAsync(ct);
                if (!await reader.ReadAsync(ct))
                {
                    return (int?)null;
                }

                await using var bytes = reader.GetStream(0);
                var length = await bytes.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
                return length < buffer.Length || await bytes.ReadAsync(new byte[1], ct) == 0
                    ? length
                    : throw new InvalidOperationException("A value is larger than the buffer for it.");
            },
            ct);
    }

    /// <summary>The first trip of a write: all rows of one statement.</summary>
    /// <exception cref="AlreadyAnswered">The write was done before.</exception>
    /// <exception cref="Jtai.Errors.Refused">The key was used before, with another request.</exception>
    public Task<IReadOnlyList<T>> QueryAsync<T>(Write write, string sql, object? args, CancellationToken ct) =>
        QueryMultipleAsync(write, sql, args, RowsAsync<T>, ct);

    /// <inheritdoc cref="QueryAsync{T}(Write, string, object?, CancellationToken)"/>
    public Task<T?> QuerySingleOrDefaultAsync<T>(Write write, string sql, object? args, CancellationToken ct) =>
        QueryMultipleAsync(write, sql, args, results => results.ReadSingleOrDefaultAsync<T>(), ct);

    /// <inheritdoc cref="QueryAsync{T}(Write, string, object?, CancellationToken)"/>
    public async Task<TResult> QueryMultipleAsync<TResult>(
        Write write, string sql, object? args, Func<SqlMapper.GridReader, Task<TResult>> read, CancellationToken ct)
    {
        if (write.IdempotencyKey is null)
        {
            return await QueryMultipleAsync(write.Scope, sql, args, read, ct);
        }

        var parameters = AddKey(new DynamicParameters(args), write);
        var (answer, result) = await QueryMultipleAsync(write.Scope, StoredAnswer + sql, parameters, ReadAfterAnswerAsync, ct);
        return answer is null ? result : throw answer.For(write);

        async Task<(Answer?, TResult)> ReadAfterAnswerAsync(SqlMapper.GridReader results)
        {
            if (await results.ReadSingleOrDefaultAsync<Answer>() is not { } answer)
            {
                return (null, await read(results));
            }

            while (!results.IsConsumed)
            {
                await results.ReadAsync();
            }

            return (answer, default!);
        }
    }

    private static async Task<IReadOnlyList<T>> RowsAsync<T>(SqlMapper.GridReader results) =>
        (IReadOnlyList<T>)await results.ReadAsync<T>();
}
