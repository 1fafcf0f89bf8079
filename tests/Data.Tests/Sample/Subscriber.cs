using System.Collections.Concurrent;
using Dapper;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Errors;
using Jtai.Events.V1;
using Jtai.Sample.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Jtai.Data.Tests.Sample;

/// <summary>A publisher in its pipeline, and a consumer of it on another database that pulls only when a test says so.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly TestDatabase ownersDatabase;
    private readonly TestDatabase copysDatabase;
    private readonly Database database;

    private Subscriber(TestDatabase ownersDatabase, TestDatabase copysDatabase, SampleHost publisher, ConcurrentQueue<EventRange> published)
    {
        (this.ownersDatabase, this.copysDatabase, Publisher, Published) = (ownersDatabase, copysDatabase, publisher, published);
        database = Databases.Open(copysDatabase);
        Consumer = NewConsumer();
    }

    public SampleHost Publisher { get; }

    /// <summary>What the publisher gave to its broker, in that order.</summary>
    public ConcurrentQueue<EventRange> Published { get; }

    public Consumer Consumer { get; }

    public Poison Poison { get; } = new();

    public AppliedChanges Applied { get; } = new();

    public bool PublisherIsDown { get; set; }

    public static async Task<Subscriber> StartAsync()
    {
        var owners = await TestPostgres.CreateMigratedDatabaseAsync("owner", typeof(Subscriber).Assembly);
        var copys = await TestPostgres.CreateMigratedDatabaseAsync("copy", typeof(Subscriber).Assembly);
        var published = new ConcurrentQueue<EventRange>();
        var host = await SampleHost.StartAsync(
            owners,
            builder => builder.Services.AddHttpClient<DaprPublisher>().ConfigurePrimaryHttpMessageHandler(() => new Broker(published)),
            ("DAPR_HTTP_ENDPOINT", "http://broker"));
        return new Subscriber(owners, copys, host, published);
    }

    /// <summary>One more replica of the consumer, on the same database.</summary>
    /// <param name="manyAtOnce">True for a handler that takes all of a range together.</param>
    public Consumer NewConsumer(bool manyAtOnce = false)
    {
        var services = new ServiceCollection().AddSingleton(_ => Poison).BuildServiceProvider();
        var options = new ConsumerOptions().WithTenantIn("app.copy_tenants");
        _ = manyAtOnce ? options.OnMany<NoteChanged, OnNotesChanged>() : options.On<NoteChanged, OnNoteChanged>();
        var applier = new RangeApplier(
            "sample", database, options.Build(services), options.TenantSettings, Applied, TimeProvider.System, NullLogger.Instance);
        var feed = new EventFeed.EventFeedClient(Publisher.Invoker.Intercept(new AsReader(this)));
        return new Consumer("sample", feed, applier, TimeProvider.System, NullLogger.Instance);
    }

    public async Task<long> SaveAsync(string tenant, string id, long expectedVersion, string text) =>
        (await Publisher.Notes.SaveNoteAsync(
            new SaveNoteRequest { Id = id, ExpectedVersion = expectedVersion, Text = text }, SampleHost.As(tenant))).Version;

    /// <summary>Waits until the relay has numbered everything.</summary>
    public Task NumberedAsync() => UntilAsync(async () =>
        await ScalarAsync<long>(ownersDatabase, "select count(*) from outbox where seq is null") == 0);

    public async Task<IReadOnlyList<string>> OwnersStateAsync() =>
        await RowsAsync(ownersDatabase, "select concat_ws('|', tenant_id, id, version, text) from note order by 1");

    public async Task<IReadOnlyList<string>> CopysStateAsync() =>
        await RowsAsync(copysDatabase, "select concat_ws('|', tenant_id, id, version, text) from note_copy order by 1");

    public async Task<long> CheckpointAsync(string tenant) =>
        await ScalarAsync<long>(copysDatabase, "select coalesce(max(seq), 0) from checkpoint where tenant_id = @tenant", new { tenant });

    public async Task<IReadOnlyList<string>> QuarantineAsync() =>
        await RowsAsync(copysDatabase, "select concat_ws('|', tenant_id, aggregate_id, version, failure) from quarantine order by 1");

    public async Task ChangeOwnersAsync(string sql, object? args = null) => await ScalarAsync<int>(ownersDatabase, sql, args);

    public async Task ChangeCopysAsync(string sql, object? args = null) => await ScalarAsync<int>(copysDatabase, sql, args);

    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSo())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Publisher.DisposeAsync();
        await database.DisposeAsync();
        await ownersDatabase.DisposeAsync();
        await copysDatabase.DisposeAsync();
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Everything);
        return (await connection.QueryAsync<string>(sql)).AsList();
    }

    private static async Task<T?> ScalarAsync<T>(TestDatabase database, string sql, object? args = null)
    {
        await using var connection = new NpgsqlConnection(database.Everything);
        return await connection.ExecuteScalarAsync<T>(sql, args);
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

            var headers = new Metadata { { "test-subject", "service:reader" } };
            return continuation(request, new(context.Method, context.Host, context.Options.WithHeaders(headers)));
        }
    }

    /// <summary>What stands where Dapr would: keeps what is published.</summary>
    private sealed class Broker(ConcurrentQueue<EventRange> published) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("application/cloudevents+json", request.Content!.Headers.ContentType!.MediaType);
            using var envelope = System.Text.Json.JsonDocument.Parse(await request.Content.ReadAsStreamAsync(cancellationToken));
            var range = EventRange.Parser.ParseFrom(envelope.RootElement.GetProperty("data_base64").GetBytesFromBase64());
            Assert.Equal($"/v1.0/publish/pubsub/jtai.sample.v1?metadata.partitionKey={Uri.EscapeDataString(range.TenantId)}", request.RequestUri!.PathAndQuery);
            published.Enqueue(range);
            return new HttpResponseMessage(System.Net.HttpStatusCode.NoContent);
        }
    }
}
