using System.Text;
using Dapr;
using Dapr.Client;
using Grpc.Core;

namespace Jtai.Local.Tests;

/// <summary>Published with the real Dapr.Client, delivered to an application that speaks plain HTTP.</summary>
public sealed class DaprSidecarTests : IAsyncLifetime
{
    private const string Topic = "jtai.actions.v1";
    private const string CloudEvents = "application/cloudevents+json";

    private readonly DaprFaults faults = new();
    private SubscribingApp app = null!;
    private SubscribingApp publisher = null!;
    private DaprSidecar dapr = null!;
    private DaprClient client = null!;

    public async Task InitializeAsync()
    {
        app = await SubscribingApp.StartAsync(Topic);
        publisher = await SubscribingApp.StartAsync("jtai.nobody.v1");
        dapr = await DaprSidecar.StartAsync(new()
        {
            Apps =
            [
                new("publisher", 0, 0, publisher.Address, "dapr-token", "publisher-token"),
                new("subscriber", 0, 0, app.Address, "other-token", "app-token"),
            ],
            FirstBackoff = TimeSpan.FromMilliseconds(5),
            MessagesPerLane = 10,
            Faults = faults,
        });
        await dapr.SubscriptionsKnownAsync();
        client = ClientOf("publisher", "dapr-token");
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await dapr.DisposeAsync();
        await app.DisposeAsync();
        await publisher.DisposeAsync();
    }

    [Fact]
    public async Task Publish_CloudEvent_IsDeliveredWithItsOwnFieldsAndTheAppsToken()
    {
        await PublishAsync(
            """{"specversion":"1.0","id":"e-1","source":"actions","type":"jtai.range","datacontenttype":"application/protobuf","data_base64":"+/8=","traceparent":"mine"}""",
            CloudEvents);
        var delivery = Assert.Single(await app.Received(1));
        Assert.Equal(CloudEvents, delivery.ContentType);
        Assert.Equal("app-token", delivery.Token);
        Assert.Equal("e-1", delivery.Text("id"));
        Assert.Equal("actions", delivery.Text("source"));
        Assert.Equal("jtai.range", delivery.Text("type"));
        Assert.Equal("+/8=", delivery.Text("data_base64"));
        Assert.Equal("application/protobuf", delivery.Text("datacontenttype"));
        Assert.Equal("pubsub", delivery.Text("pubsubname"));
        Assert.Equal(Topic, delivery.Text("topic"));
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", delivery.Text("traceparent"));
    }

    [Fact]
    public async Task Publish_AnObject_IsWrapped()
    {
        await client.PublishEventAsync("pubsub", Topic, new { n = 7 });
        var delivery = Assert.Single(await app.Received(1));
        Assert.Equal(7, delivery.Number);
        Assert.Equal("1.0", delivery.Text("specversion"));
        Assert.Equal("publisher", delivery.Text("source"));
        Assert.Equal("com.dapr.event.sent", delivery.Text("type"));
        Assert.Equal("application/json", delivery.Text("datacontenttype"));
    }

    [Theory]
    [InlineData("application/octet-stream", "data_base64", "+/8=")]
    [InlineData("application/protobuf", "data", "\ufffd\ufffd")]
    public async Task Publish_BareBytes_SurviveAsOctetStreamAlone(string contentType, string property, string delivered)
    {
        await client.PublishByteEventAsync("pubsub", Topic, new byte[] { 0xfb, 0xff }, contentType);
        Assert.Equal(delivered, Assert.Single(await app.Received(1)).Text(property));
    }

    [Fact]
    public async Task Publish_ToAnotherTopic_IsNotDelivered()
    {
        await PublishAsync("""{"n":1}""", topic: "jtai.partners.v1");
        Assert.Empty(await app.Received(0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("other-token")]
    public async Task Publish_WithoutTheToken_IsRefused(string token)
    {
        client.Dispose();
        client = ClientOf("publisher", token);
        Assert.Equal(StatusCode.Unauthenticated, await RefusalAsync(() => PublishAsync("""{"n":1}""")));
        Assert.Empty(await app.Received(0));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id":"1","id":"2"}""")]
    public async Task Publish_CloudEventThatIsNone_IsRefused(string body) =>
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => PublishAsync(body, CloudEvents)));

    [Theory]
    [InlineData("other", null, StatusCode.InvalidArgument)]
    [InlineData("pubsub", "rawPayload", StatusCode.Unimplemented)]
    [InlineData("pubsub", "ttlInSeconds", StatusCode.Unimplemented)]
    public async Task Publish_ToUnknownComponentOrWithUnknownMetadata_IsRefused(string component, string? metadata, StatusCode refusal) =>
        Assert.Equal(refusal, await RefusalAsync(() => client.PublishByteEventAsync(
            component, Topic, "{}"u8.ToArray(), metadata: metadata is null ? null : new() { [metadata] = "1" })));

    [Fact]
    public async Task Publish_Over512Kilobytes_IsRefused() =>
        Assert.Equal(StatusCode.ResourceExhausted, await RefusalAsync(() => client.PublishByteEventAsync("pubsub", Topic, new byte[600_000])));

    [Theory]
    [InlineData(503, "")]
    [InlineData(200, """{"status":"RETRY"}""")]
    [InlineData(200, """{"status":"unheard of"}""")]
    public async Task Deliver_AnsweredWithRetry_IsDeliveredAgainUntilItSucceeds(int status, string body)
    {
        app.Answer = n => n < 3 ? (status, body) : (200, """{"status":"SUCCESS"}""");
        await PublishAsync("""{"n":1}""");
        Assert.Equal([1, 1, 1], (await app.Received(3)).Select(one => one.Number));
    }

    [Fact]
    public async Task Deliver_AlwaysAnsweredWithRetry_IsGivenUpAndTheNextOneComes()
    {
        app.Answer = n => n <= 5 ? (500, "") : (200, "");
        await PublishAsync("""{"n":1}""", key: "k");
        await PublishAsync("""{"n":2}""", key: "k");
        Assert.Equal([1, 1, 1, 1, 1, 2], (await app.Received(6)).Select(one => one.Number));
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, """{"status":"DROP"}""")]
    [InlineData(200, "")]
    [InlineData(204, "")]
    [InlineData(200, "{}")]
    [InlineData(200, "not json")]
    public async Task Deliver_AnsweredWithDropOrSuccess_IsNotRepeated(int status, string body)
    {
        app.Answer = _ => (status, body);
        await PublishAsync("""{"n":1}""");
        Assert.Single(await app.Received(1));
    }

    [Fact]
    public async Task Publish_ManyKeysWithFailures_KeepsTheOrderOfEachKey()
    {
        app.Answer = n => (n % 7 == 0 ? 500 : 200, "");
        for (var n = 0; n < 120; n++)
        {
            await PublishAsync($$"""{"n":{{n}}}""", key: $"tenant-{n % 4}");
            await app.Distinct(n - 4);
        }
        await app.Distinct(120);
        var received = app.Deliveries.ToArray();
        foreach (var key in received.GroupBy(one => one.Number % 4))
        {
            var numbers = key.Select(one => one.Number).ToList();
            Assert.Equal(numbers.Order(), numbers);
            Assert.Equal(30, numbers.Distinct().Count());
        }
    }

    [Fact]
    public async Task Publish_BeyondTheBoundOfASlowApp_DropsTheOldest()
    {
        using var gate = new ManualResetEventSlim();
        app.Answer = _ =>
        {
            gate.Wait(TimeSpan.FromSeconds(30));
            return (200, "");
        };
        for (var n = 1; n <= 30; n++)
        {
            await PublishAsync($$"""{"n":{{n}}}""", key: "k");
        }

        gate.Set();
        var numbers = (await app.Received(11)).Select(one => one.Number).ToList();
        // One is in the application's hands already; of those that wait, the newest ten are kept.
        Assert.Equal(Enumerable.Range(21, 10), numbers.TakeLast(10));
        Assert.InRange(numbers.Count, 10, 12);
    }

    [Fact]
    public async Task Faults_DropAll_DeliversNothing()
    {
        faults.Drop = 1;
        await PublishAsync("""{"n":1}""");
        Assert.Empty(await app.Received(0));
    }

    [Fact]
    public async Task Faults_TwiceAndLate_LoseNothingAndChangeTheOrder()
    {
        (faults.Twice, faults.Late) = (1, 0.5);
        for (var n = 0; n < 10; n++)
        {
            await PublishAsync($$"""{"n":{{n}}}""", key: "k");
        }

        var numbers = (await app.Received(20)).Select(one => one.Number).ToList();
        Assert.Equal(Enumerable.Range(0, 20).Select(n => n / 2), numbers.Order());
        Assert.NotEqual(numbers.Order(), numbers);
    }

    [Fact]
    public async Task Health_UntilTheAppIsUp_IsNotHealthy()
    {
        Assert.True(await client.CheckHealthAsync());

        await app.DisposeAsync();
        await using var waiting = await DaprSidecar.StartAsync(new() { Apps = [new("late", 0, 0, app.Address, "dapr-token", "app-token")] });
        using var late = new DaprClientBuilder().UseHttpEndpoint(waiting.HttpEndpointOf("late")).Build();
        Assert.False(await late.CheckHealthAsync());
        await late.WaitForSidecarAsync();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Discovery_AnsweredWithAnythingButAList_MeansNoSubscriptions(int status)
    {
        await using var mute = await SubscribingApp.StartAsync(Topic, status);
        await using var sidecar = await DaprSidecar.StartAsync(new() { Apps = [new("mute", 0, 0, mute.Address, "dapr-token", "app-token")] });
        await sidecar.SubscriptionsKnownAsync();
        using var itself = new DaprClientBuilder().UseGrpcEndpoint(sidecar.GrpcEndpointOf("mute")).UseDaprApiToken("dapr-token").Build();
        await itself.PublishEventAsync("pubsub", Topic, new { n = 1 });
        Assert.Empty(await mute.Received(0));
    }

    private DaprClient ClientOf(string appId, string token) => new DaprClientBuilder()
        .UseGrpcEndpoint(dapr.GrpcEndpointOf(appId)).UseHttpEndpoint(dapr.HttpEndpointOf(appId)).UseDaprApiToken(token).Build();

    private Task PublishAsync(string body, string contentType = "application/json", string topic = Topic, string? key = null) =>
        client.PublishByteEventAsync("pubsub", topic, Encoding.UTF8.GetBytes(body), contentType, key is null ? null : new() { ["partitionKey"] = key });

    private static async Task<StatusCode> RefusalAsync(Func<Task> publish) =>
        ((RpcException)(await Assert.ThrowsAsync<DaprException>(publish)).InnerException!).StatusCode;
}
