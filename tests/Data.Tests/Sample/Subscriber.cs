using System.Collections.Concurrent;
using Dapper;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Errors;
using Jtai.Events.V1;
using Jtai.Local;
using Jtai.Sample.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Jtai.Data.Tests.Sample;

/// <summary>A publisher in its pipeline, and a consumer of it on another database that pulls only when a test says so.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly TestDatabase ownersDatabase;
    private readonly TestDatabase copysDatabase;
    private readonly Database database;
    private readonly RelayDatabase relay;
    private readonly Broker broker;

    private Subscriber(TestDatabase ownersDatabase, TestDatabase copysDatabase, SampleHost publisher, Broker broker)
    {
        (this.ownersDatabase, this.copysDatabase, Publisher, this.broker) = (ownersDatabase, copysDatabase, publisher, broker);
        database = Databases.Open(copysDatabase);
        relay = new RelayDatabase(copysDatabase.Relay, "copy", pooler: false);
        Consumer = NewConsumer();
    }

    public SampleHost Publisher { get; }

    /// <summary>What the publisher gave to its broker, a tenant's in that order.</summary>
    public ConcurrentQueue<EventRange> Published => broker.Delivered;

    /// <summary>What that broker does wrong.</summary>
    public DaprFaults Faults => broker.Faults;

    public Consumer Consumer { get; }

    public Poison Poison { get; } = new();

    public AppliedChanges Applied { get; } = new();

    public bool PublisherIsDown { get; set; }

    /// <summary>The tenant whose stream cannot be pulled.</summary>
    public string? PullFailsFor { get; set; }

    /// <summary>The number after which nothing can be pulled.</summary>
    public long? PullFailsAfter { get; set; }

    public EventFeed.EventFeedClient FeedAsReader => new(Publisher.Invoker.Intercept(new AsReader(this)));

    public Warnings Log { get; } = new();

    public static async Task<Subscriber> StartAsync()
    {
        var owners = await TestPostgres.CreateMigratedDatabaseAsync("owner", typeof(Subscriber).Assembly);
        var copys = await TestPostgres.CreateMigratedDatabaseAsync("copy", typeof(Subscriber).Assembly);
        var broker = await Broker.StartAsync();
        var host = await SampleHost.StartAsync(owners, settings: [("DAPR_GRPC_ENDPOINT", broker.Endpoint), ("DAPR_API_TOKEN", Broker.Token)]);
        return new Subscriber(owners, copys, host, broker);
    }

    /// <summary>One more replica of the consumer, on the same database.</summary>
    /// <param name="manyAtOnce">True for a handler that takes all of a range together.</param>
    /// <param name="readModel">Under which its checkpoints are kept.</param>
    public Consumer NewConsumer(bool manyAtOnce = false, string readModel = "sample")
    {
        var services = new ServiceCollection().AddSingleton(_ => Poison).BuildServiceProvider();
        var options = new ConsumerOptions();
        _ = manyAtOnce ? options.OnMany<NoteChanged, OnNotesChanged>() : options.On<NoteChanged, OnNoteChanged>();
        var applier = new RangeApplier(
            readModel, "delete from note_copy where tenant_id = @TenantId", database, relay, options.Build(services), Applied, TimeProvider.System, NullLogger.Instance);
        return new Consumer("sample", FeedAsReader, applier, TimeProvider.System, Log);
    }

    public async Task<long> SaveAsync(string tenant, string id, long expectedVersion, string text) =>
        (await Publisher.Notes.SaveNoteAsync(
            new SaveNoteRequest { Id = id, ExpectedVersion = expectedVersion, Text = text }, SampleHost.As(tenant))).Version;

    /// <summary>Waits until the relay has numbered everything.</summary>
    public Task NumberedAsync() => Eventually.SoAsync(
        async () => (await ownersDatabase.QueryAsync<long>("select count(*) from outbox where seq is null")).Single() == 0, "all is numbered");

    /// <summary>Holds the lock under which relays number, until it is disposed.</summary>
    public async Task<IAsyncDisposable> HoldRelayAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ownersDatabase.Everything) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("select pg_advisory_lock(@Lock)", new { Relay.Lock });
        return connection;
    }

    public async Task<IReadOnlyList<string>> OwnersStateAsync() =>
        await ownersDatabase.QueryAsync<string>("select concat_ws('|', tenant_id, id, version, text) from note order by 1");

    public async Task<IReadOnlyList<string>> CopysStateAsync() =>
        await copysDatabase.QueryAsync<string>("select concat_ws('|', tenant_id, id, version, text) from note_copy order by 1");

    /// <summary>Of the owner's note; 0 where there is none.</summary>
    public async Task<long> VersionAsync(string tenant, string id) => (await ownersDatabase.QueryAsync<long>(
        "select coalesce(max(version), 0) from note where tenant_id = @tenant and id = @id", new { tenant, id })).Single();

    public async Task<long> CheckpointAsync(string tenant) =>
        (await copysDatabase.QueryAsync<long>("select coalesce(max(seq), 0) from checkpoint where tenant_id = @tenant", new { tenant })).Single();

    /// <summary>Events of a tenant that could not even be kept in quarantine.</summary>
    public async Task<long> PassedOverAsync(string tenant) =>
        (await copysDatabase.QueryAsync<long>("select passed_over from checkpoint where tenant_id = @tenant", new { tenant })).Single();

    /// <summary>As the consumer's service is set.</summary>
    public IConfiguration CopysConfiguration => new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { [DatabaseSettings.App] = copysDatabase.App, [DatabaseSettings.Relay] = copysDatabase.Relay }).Build();

    public async Task<IReadOnlyList<string>> CopysAuditAsync() =>
        await copysDatabase.QueryAsync<string>("select concat_ws('|', tenant_id, entity, aggregate_id, capacity, rpc) from audit order by 1");

    public async Task<IReadOnlyList<string>> QuarantineAsync() =>
        await copysDatabase.QueryAsync<string>("select concat_ws('|', tenant_id, aggregate_id, version, failure) from quarantine order by 1");

    /// <summary>Copies the publisher's database as it is now.</summary>
    public Task BackUpAsync() => ChangeOwnersAsync(
        """
        drop schema if exists backup cascade;
        create schema backup;
        create table backup.note as table note;
        create table backup.outbox as table outbox;
        create table backup.stream_head as table stream_head;
        """);

    /// <summary>
    /// Restores the copy at one blow while the publisher runs: the same database, processes and connections, and the numbers that
    /// were given since are given once more.
    /// </summary>
    public Task RestoreAsync() => ChangeOwnersAsync(
        """
        begin;
        select pg_advisory_xact_lock(@Lock);
        lock table stream_head, outbox;
        truncate note, outbox, stream_head, idempotency, audit;
        insert into note (tenant_id, id, version, text) select tenant_id, id, version, text from backup.note;
        insert into outbox (tenant_id, type, aggregate_id, version, id, seq, recorded_at, traceparent, state, erased)
        overriding system value
        select tenant_id, type, aggregate_id, version, id, seq, recorded_at, traceparent, state, erased from backup.outbox;
        insert into stream_head (tenant_id, seq) select tenant_id, seq from backup.stream_head;
        select setval(pg_get_serial_sequence('outbox', 'id'), (select coalesce(max(id), 0) + 1 from outbox), false);
        commit;
        """,
        new { Relay.Lock });

    public Task ChangeOwnersAsync(string sql, object? args = null) => ownersDatabase.ExecuteAsync(sql, args);

    public Task ChangeCopysAsync(string sql, object? args = null) => copysDatabase.ExecuteAsync(sql, args);

    public async ValueTask DisposeAsync()
    {
        await Publisher.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
        await relay.DisposeAsync();
        await ownersDatabase.DisposeAsync();
        await copysDatabase.DisposeAsync();
    }

    private sealed class AsReader(Subscriber subscriber) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            if (subscriber.PublisherIsDown)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "down"));
            }

            if (request is ListEventsRequest { TenantId: var tenant, After: var after }
                && (tenant == subscriber.PullFailsFor || after == subscriber.PullFailsAfter))
            {
                throw new RpcException(new Status(StatusCode.Internal, "secret of the stream"));
            }

            var headers = new Metadata { { "test-subject", "service:reader" } };
            return continuation(request, new(context.Method, context.Host, context.Options.WithHeaders(headers)));
        }
    }

    /// <summary>Keeps what is written down as a warning.</summary>
    internal sealed class Warnings : ILogger
    {
        private readonly ConcurrentQueue<string> kept = new();

        public IReadOnlyCollection<string> All => kept;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            kept.Enqueue(formatter(state, exception));
    }
}
