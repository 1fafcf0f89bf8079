using System.Data;
using Dapper;
using Npgsql;

namespace Jtai.Store;

/// <summary>The connections of one database role. A connection on which anything failed is closed and never used again.</summary>
/// <remarks>
/// Why: Npgsql prepares a text by itself at its third use on a connection. It notes "prepared" once the server has parsed it,
/// and the columns of its result only after binding (<c>NpgsqlDataReader.NextResult</c>, the same in 10.0.3). Whatever fails in
/// between (a text with U+0000, a constant that planning folds, a lock or a time limit) leaves a prepared statement without
/// columns: from then on its result is passed over, and its reader is given the next statement's, of whichever tenant it is.
/// That state is the connection's, so it ends with the connection.
/// </remarks>
internal class ConnectionPool : IAsyncDisposable
{
    private const int SecondsToClose = 5;

    private readonly NpgsqlDataSource source;

    /// <summary>
    /// A pool size in the connection string goes before the other; a pooler in transaction mode may stand before the server
    /// (<see cref="DatabaseSettings.Pooler"/>).
    /// </summary>
    internal ConnectionPool(string connectionString, int maximumSize, bool pooler = false)
    {
        DapperTypes.Register();
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.MaxPoolSize = connectionString.Contains("Pool Size", StringComparison.OrdinalIgnoreCase) ? settings.MaxPoolSize : maximumSize;
        // Nothing here is the session's: all settings and locks are the transaction's, and a failed connection does not come back.
        settings.NoResetOnClose = true;
        // A server process keeps several megabytes for each: those that a burst opened go a minute after it.
        settings.ConnectionIdleLifetime = 60;
        if (pooler)
        {
            // A text that one server connection prepared is unknown to the next, and options at the start are refused: there the
            // role's own settings hold.
            settings.MaxAutoPrepare = 0;
            settings.Options = null;
        }
        else
        {
            settings.MaxAutoPrepare = 200;
            settings.AutoPrepareMinUsages = 3;
            settings.Options ??= "-c idle_in_transaction_session_timeout=10s";
        }

        settings.IncludeErrorDetail = false;
        // Roles have passwords: without this Npgsql looks for Kerberos first, and says on the console where there is none.
        settings.GssEncryptionMode = GssEncryptionMode.Disable;
        source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>Without its password.</summary>
    internal string ConnectionString => source.ConnectionString;

    /// <summary>Lends a connection for the time of the work.</summary>
    internal async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        try
        {
            return await work(connection);
        }
        catch
        {
            await CloseForGoodAsync(connection);
            throw;
        }
    }

    /// <summary>All rows of one statement.</summary>
    internal Task<List<T>> QueryAsync<T>(string sql, object? args, CancellationToken ct) => UseAsync(
        async connection => (await connection.QueryAsync<T>(new CommandDefinition(sql, args, cancellationToken: ct))).AsList(), ct);

    /// <summary>The number of rows that the statements changed.</summary>
    internal Task<int> ExecuteAsync(string sql, object? args, CancellationToken ct) => UseAsync(
        connection => connection.ExecuteAsync(new CommandDefinition(sql, args, cancellationToken: ct)), ct);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>
    /// Npgsql has no call for it: clearing the pool closes every tenant's, and so does what it makes of an ended server process.
    /// COPY as an ordinary command breaks this one connection and nothing else.
    /// </summary>
    private async Task CloseForGoodAsync(NpgsqlConnection connection)
    {
        // Broken already: a command would open it again, on somebody else's connection.
        if (connection.State != ConnectionState.Open)
        {
            return;
        }

        try
        {
            await using var command = new NpgsqlCommand("copy (select) to stdout", connection) { CommandTimeout = SecondsToClose };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure is NotSupportedException or NpgsqlException or InvalidOperationException)
        {
            // As intended; or it could not, and the whole pool goes.
        }

        if (connection.State == ConnectionState.Open)
        {
            source.Clear();
        }
    }
}

/// <summary>The same database as the role that sees of all tenants outbox and streams, ids and numbers of jobs and quarantine, and nothing else.</summary>
internal sealed class RelayDatabase(string connectionString, string service, bool pooler) : ConnectionPool(connectionString, maximumSize: 12, pooler)
{
    /// <summary>The publisher's name in its streams.</summary>
    internal string Service => service;
}
