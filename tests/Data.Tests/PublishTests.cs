using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Jtai.Data.Tests.Sample;
using Jtai.Events.V1;
using Jtai.Sample.V1;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Jtai.Data.Tests;

/// <summary>Publishing with the real Dapr.Client to the local sidecar, which is as strict as daprd.</summary>
public sealed class PublishTests : IAsyncLifetime
{
    private readonly Lines log = new();
    private Broker broker = null!;

    public async Task InitializeAsync() => broker = await Broker.StartAsync();

    public async Task DisposeAsync() => await broker.DisposeAsync();

    [Fact]
    public async Task Publish_Range_ArrivesByteForByteInAnEnvelopeOfOurs()
    {
        using var publisher = PublisherTo(broker.Endpoint);
        var range = Range(1, "na\u00efve \ud83d\ude00");

        Assert.True(await publisher.PublishAsync(range, default));

        await Eventually.SoAsync(() => Task.FromResult(!broker.Delivered.IsEmpty), "it is delivered");
        Assert.Equal(range, Assert.Single(broker.Delivered));
        var envelope = Assert.Single(broker.Envelopes);
        Assert.Equal("sample/agency:westmarch-police/0-1", envelope.GetProperty("id").GetString());
        Assert.Equal("jtai/sample", envelope.GetProperty("source").GetString());
        Assert.Equal("jtai.events.v1.EventRange", envelope.GetProperty("type").GetString());
        Assert.Equal("agency:westmarch-police", envelope.GetProperty("subject").GetString());
        Assert.Equal("application/protobuf", envelope.GetProperty("datacontenttype").GetString());
    }

    [Fact]
    public async Task Publish_ManyRangesOfOneTenant_ArriveInOrder()
    {
        using var publisher = PublisherTo(broker.Endpoint);
        for (var number = 1; number <= 40; number++)
        {
            Assert.True(await publisher.PublishAsync(Range(number, "text"), default));
        }

        await Eventually.SoAsync(() => Task.FromResult(broker.Delivered.Count == 40), "all are delivered");
        Assert.Equal(Enumerable.Range(1, 40), broker.Delivered.Select(range => (int)range.Through));
    }

    [Fact]
    public async Task Publish_WithAWrongToken_IsGivenUpWithoutAWordOfTheContent()
    {
        using var publisher = PublisherTo(broker.Endpoint, token: "guess");

        Assert.False(await publisher.PublishAsync(Range(1, "canary"), default));

        Assert.Equal(["The broker did not take events of agency:westmarch-police (Unauthenticated); consumers pull them."], log);
        Assert.Empty(broker.Delivered);
    }

    [Fact]
    public async Task Publish_ToNobody_IsGivenUp()
    {
        using var publisher = PublisherTo("http://127.0.0.1:9");
        Assert.False(await publisher.PublishAsync(Range(1, "canary"), default));
        Assert.Equal(["The broker did not take events of agency:westmarch-police (Unavailable); consumers pull them."], log);
    }

    [Fact]
    public async Task Publish_ToASidecarThatNeverAnswers_IsGivenUpAfterThreeTimesFiveSeconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var publisher = PublisherTo($"http://{silent.LocalEndpoint}");
        var clock = Stopwatch.StartNew();

        Assert.False(await publisher.PublishAsync(Range(1, "canary"), default));

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(30));
        Assert.Equal(["The broker did not take events of agency:westmarch-police (DeadlineExceeded); consumers pull them."], log);
    }

    [Fact]
    public async Task Publish_WhenTheServiceStops_EndsAtOnce()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var publisher = PublisherTo($"http://{silent.LocalEndpoint}");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publisher.PublishAsync(Range(1, "canary"), stop.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("DAPR_GRPC_ENDPOINT", "http://127.0.0.1:9", true)]
    [InlineData("DAPR_GRPC_PORT", "9", true)]
    public void Configured_ByTheEndpointOrByThePortThatDaprsInjectorSets(string? setting, string? value, bool isConfigured)
    {
        using var publisher = new DaprPublisher(Configuration(setting ?? "none", value), log);
        Assert.Equal(isConfigured, publisher.IsConfigured);
    }

    [Fact]
    public async Task Deliver_ByABrokerThatDropsRepeatsAndDelays_EndsEqual()
    {
        await using var subscriber = await Subscriber.StartAsync();
        (subscriber.Faults.Drop, subscriber.Faults.Twice, subscriber.Faults.Late) = (0.3, 0.3, 0.5);
        var versions = new Dictionary<string, long>();
        for (var write = 0; write < 60; write++)
        {
            var (tenant, note) = (write % 2 == 0 ? "northshire" : "southshire", "n" + write % 14);
            versions[note] = await subscriber.SaveAsync(tenant, note, versions.GetValueOrDefault(note), $"{write}");
            while (subscriber.Published.TryDequeue(out var range))
            {
                await subscriber.Consumer.AcceptAsync(range, default);
            }
        }

        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Equal(await subscriber.OwnersStateAsync(), await subscriber.CopysStateAsync());
        Assert.Empty(await subscriber.QuarantineAsync());
    }

    private static EventRange Range(int through, string text) => new()
    {
        Publisher = "sample",
        TenantId = "agency:westmarch-police",
        After = through - 1,
        Through = through,
        Events =
        {
            new Event
            {
                Sequence = through, Type = "jtai.sample.v1.NoteChanged", AggregateId = "a", Version = through,
                State = new NoteChanged { Text = text }.ToByteString(),
            },
        },
    };

    private static IConfiguration Configuration(params string?[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Chunk(2).Select(pair => KeyValuePair.Create(pair[0]!, pair[1]))).Build();

    private DaprPublisher PublisherTo(string endpoint, string token = Broker.Token) =>
        new(Configuration("DAPR_GRPC_ENDPOINT", endpoint, "DAPR_API_TOKEN", token), log);

    /// <summary>What was logged, and whatever an exception would have added to it.</summary>
    private sealed class Lines : ConcurrentQueue<string>, ILogger<DaprPublisher>
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue(formatter(state, exception) + exception);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
