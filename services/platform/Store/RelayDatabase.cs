
namespace Jtai.Store;

/// <summary>The same database as the role that sees outbox and streams of all tenants, and nothing else.</summary>
internal sealed class RelayDatabase(ConnectionPool pool, string service) : IAsyncDisposable
{
    internal ConnectionPool Pool => pool;

    /// <summary>The publisher's name in its streams.</summary>
    internal string Service => service;

    public ValueTask DisposeAsync() => pool.DisposeAsync();
}
