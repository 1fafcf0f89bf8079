using Npgsql;

namespace Jtai.Store;

/// <summary>The same database as the role that sees outbox and streams of all tenants, and nothing else.</summary>
internal sealed class RelayDatabase(NpgsqlDataSource source, string service) : IAsyncDisposable
{
    internal NpgsqlDataSource Source => source;

    /// <summary>The publisher's name in its streams.</summary>
    internal string Service => service;

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
