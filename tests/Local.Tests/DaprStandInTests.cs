using System.Net;
using System.Text;
using System.Text.Json;

namespace Jtai.Local.Tests;

public sealed class DaprStandInTests : IAsyncLifetime
{
    private const string Topic = "jtai.actions.v1";

    private static readonly HttpClient http = new();
    private readonly DaprFaults faults = new();
    private SubscribingApp app = null!;
    private SubscribingApp publisher = null!;
    private DaprStandIn dapr = null!;

    public async Task InitializeAsync()
    {
        app = await SubscribingApp.StartAsync(Topic);
        publisher = await SubscribingApp.StartAsync("jtai.nobody.v1");
        dapr = await DaprStandIn.StartAsync(new()
        {
            Apps =
            [
                new("publisher", 0, publisher.Address, "dapr-token", "publisher-token"),
                new("subscriber", 0, app.Address, "other-token", "app-token"),
            ],
            FirstBackoff = TimeSpan.FromMilliseconds(5),
            MessagesPerPartition = 10,
            Faults = faults,
        });
        await dapr.SubscriptionsKnownAsync();
    }

    public async Task DisposeAsync()
    {
        await dapr.DisposeAsync();
        await app.DisposeAsync();
        await publisher.DisposeAsync();
    }

    [Fact]
    public async Task Publish_CloudEvent_IsDeliveredWithItsOwnFieldsAndTheAppsToken()
    {
        var published = """{"specversion":"1.0","id":"e-1","source":"actions","type":"jtai.range","datacontenttype":"application/protobuf","data_base64":"+/8=","traceparent":"mine"}""";
        Assert.Equal(HttpStatusCode.NoContent, await Publish(published, "application/cloudevents+json"));
        var delivery = Assert.Single(await app.Received(1));
        Assert.Equal("application/cloudevents+json", delivery.ContentType);
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
    public async Task Publish_PlainJson_IsWrapped()
    {
        await Publish("""{"n":7}""");
        var delivery = Assert.Single(await app.Received(1));
        Assert.Equal(7, delivery.Number);
        Assert.Equal("1.0", delivery.Text("specversion"));
        Assert.Equal("publisher", delivery.Text("source"));
        Assert.Equal("com.dapr.event.sent", delivery.Text("type"));
        Assert.Equal("application/json; charset=utf-8", delivery.Text("datacontenttype"));
    }

    [Fact]
    public async Task Publish_ToAnotherTopic_IsNotDelivered()
    {
        Assert.Equal(HttpStatusCode.NoContent, await Publish("""{"n":1}""", topic: "jtai.partners.v1"));
        Assert.Empty(await app.Received(0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Publish_WithoutTheToken_IsRefused(string token)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Publish("""{"n":1}""", token: token));
        Assert.Empty(await app.Received(0));
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/cloudevents+json")]
    [InlineData("""{"id":"1","id":"2"}""", "application/cloudevents+json")]
    public async Task Publish_BodyUnlikeItsType_IsBadRequest(string body, string contentType) =>
        Assert.Equal(HttpStatusCode.BadRequest, await Publish(body, contentType));

    [Fact]
    public async Task Publish_ToUnknownComponent_IsNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, await Publish("{}", pubSub: "other"));

    [Theory]
    [InlineData(503, "")]
    [InlineData(200, """{"status":"RETRY"}""")]
    [InlineData(200, """{"status":"unheard of"}""")]
    public async Task Deliver_AnsweredWithRetry_IsDeliveredAgainUntilItSucceeds(int status, string body)
    {
        app.Answer = n => n < 3 ? (status, body) : (200, """{"status":"SUCCESS"}""");
        await Publish("""{"n":1}""");
        Assert.Equal([1, 1, 1], (await app.Received(3)).Select(one => one.Number));
    }

    [Fact]
    public async Task Deliver_AlwaysAnsweredWithRetry_IsGivenUpAndTheNextOneComes()
    {
        app.Answer = n => n <= 5 ? (500, "") : (200, "");
        await Publish("""{"n":1}""", key: "k");
        await Publish("""{"n":2}""", key: "k");
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
        await Publish("""{"n":1}""");
        Assert.Single(await app.Received(1));
    }

    [Fact]
    public async Task Publish_ManyKeysWithFailures_KeepsTheOrderOfEachKey()
    {
        app.Answer = n => (n % 7 == 0 ? 500 : 200, "");
        for (var n = 0; n < 120; n++)
        {
            await Publish($$"""{"n":{{n}}}""", key: $"tenant-{n % 4}");
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
    public async Task Publish_WhilePausedBeyondTheBound_DropsTheOldest()
    {
        faults.Pause();
        for (var n = 1; n <= 30; n++)
        {
            await Publish($$"""{"n":{{n}}}""", key: "k");
        }

        faults.Resume();
        var numbers = (await app.Received(10)).Select(one => one.Number).ToList();
        // The lane's worker may hold the first in its hand; of those that wait, the newest ten are kept.
        Assert.Equal(Enumerable.Range(21, 10), numbers.Where(n => n != 1));
    }

    [Fact]
    public async Task Faults_DropAll_DeliversNothing()
    {
        faults.Drop = 1;
        await Publish("""{"n":1}""");
        Assert.Empty(await app.Received(0));
    }

    [Fact]
    public async Task Faults_Twice_DeliversTwice()
    {
        faults.Twice = 1;
        await Publish("""{"n":1}""");
        Assert.Equal([1, 1], (await app.Received(2)).Select(one => one.Number));
    }

    [Fact]
    public async Task Faults_DelayAndReorder_LoseNothingAndOnlyTheSecondChangesTheOrder()
    {
        faults.LongestDelay = TimeSpan.FromMilliseconds(60);
        faults.Delay = 0.5;
        for (var n = 0; n < 10; n++)
        {
            await Publish($$"""{"n":{{n}}}""", key: "k");
        }

        Assert.Equal(Enumerable.Range(0, 10), (await app.Received(10)).Select(one => one.Number));

        app.Deliveries.Clear();
        faults.Delay = 0;
        faults.Reorder = 0.5;
        for (var n = 0; n < 10; n++)
        {
            await Publish($$"""{"n":{{n}}}""", key: "k");
        }

        var reordered = (await app.Received(10)).Select(one => one.Number).ToList();
        Assert.Equal(Enumerable.Range(0, 10), reordered.Order());
        Assert.NotEqual(Enumerable.Range(0, 10), reordered);
    }

    [Fact]
    public async Task Health_UntilTheAppIsUp_IsNotHealthy()
    {
        Assert.Equal(HttpStatusCode.NoContent, await Health(dapr, "publisher", "healthz"));

        await app.DisposeAsync();
        await using var waiting = await DaprStandIn.StartAsync(new() { Apps = [new("late", 0, app.Address, "dapr-token", "app-token")] });
        Assert.Equal(HttpStatusCode.InternalServerError, await Health(waiting, "late", "healthz"));
        Assert.Equal(HttpStatusCode.NoContent, await Health(waiting, "late", "healthz/outbound"));
    }

    private async Task<HttpStatusCode> Health(DaprStandIn standIn, string appId, string path)
    {
        using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{standIn.PortOf(appId)}/v1.0/{path}"));
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> Publish(
        string body, string contentType = "application/json", string topic = Topic, string? key = null, string token = "dapr-token", string pubSub = "pubsub")
    {
        var query = key is null ? "" : $"?metadata.partitionKey={key}";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{dapr.PortOf("publisher")}/v1.0/publish/{pubSub}/{topic}{query}"));
        request.Content = new StringContent(body, Encoding.UTF8, contentType);
        if (token.Length > 0)
        {
            request.Headers.Add("dapr-api-token", token);
        }

        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
