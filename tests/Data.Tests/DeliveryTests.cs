using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Jtai.Data.Tests.Sample;
using Jtai.Errors;
using Jtai.Events.V1;
using Jtai.Field;
using Jtai.Sample.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Data.Tests;

/// <summary>The two endpoints that Dapr calls.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private SampleHost host = null!;

    public async Task InitializeAsync()
    {
        database = await TestPostgres.CreateMigratedDatabaseAsync("delivery", typeof(DeliveryTests).Assembly);
        host = await SampleHost.StartAsync(database, builder =>
        {
            builder.Services.AddSingleton<Poison>();
            // Nobody answers there: what arrives, arrives by delivery.
            builder.AddConsumer("partners", "Sample", options => options.Forgetting("").On<NoteChanged, OnNoteChanged>());
            builder.AddConsumer("actions", "Sample", options => options.Forgetting("").On<NoteChanged, OnNoteChanged>());
        }, ("Service:PrivateKey", "none"), ("Services:Partners", "http://localhost:1"));
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_WithTheToken_ListsAPublishersTopicEach()
    {
        using var client = Client(SampleHost.AppToken);
        var subscriptions = await client.GetFromJsonAsync<Subscription[]>("/dapr/subscribe");
        Assert.Equal(
            [new Subscription("pubsub", "jtai.actions.v1", "/events/actions"), new Subscription("pubsub", "jtai.partners.v1", "/events/partners")],
            subscriptions!.OrderBy(subscription => subscription.Topic));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("token-of-the-tesT")]
    [InlineData("token-of-the-test-and-more")]
    public async Task Deliver_WithoutTheToken_IsRefusedAndNotApplied(string? token)
    {
        using var client = Client(token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/dapr/subscribe")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("/events/partners", CloudEvent(Range()))).StatusCode);
        Assert.Empty(await CopiesAsync());
    }

    [Fact]
    public async Task Deliver_RangeOfOneWrite_IsAppliedInTheWritesTrace()
    {
        var range = Range();
        var applied = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Jtai.Store",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Kind == ActivityKind.Consumer && range.Events[0].Traceparent.Contains(activity.TraceId.ToString(), StringComparison.Ordinal))
                {
                    applied.TrySetResult(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        using var client = Client(SampleHost.AppToken);
        var answer = await client.PostAsync("/events/partners", CloudEvent(range));

        Assert.Contains("SUCCESS", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["secret text"], await CopiesAsync());
        var activity = await applied.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(activity.TagObjects, tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_RangeOfTwoWrites_IsLinkedToTheTraceOfEach()
    {
        var range = Range();
        var second = range.Events[0].Clone();
        (second.Sequence, second.AggregateId, range.Through) = (2, "b", 2);
        second.Traceparent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";
        range.Events.Add(second);
        var applied = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Jtai.Store",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Links.Any(link => second.Traceparent.Contains(link.Context.TraceId.ToString(), StringComparison.Ordinal)))
                {
                    applied.TrySetResult(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        using var client = Client(SampleHost.AppToken);
        await client.PostAsync("/events/partners", CloudEvent(range));

        var activity = await applied.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(
            range.Events.Select(@event => @event.Traceparent.Split('-')[1]), activity.Links.Select(link => link.Context.TraceId.ToHexString()));
        Assert.DoesNotContain(range.Events, @event => @event.Traceparent.Contains(activity.TraceId.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data_base64": 7}""")]
    [InlineData("""{"data_base64": "%%%"}""")]
    [InlineData("""{"data_base64": "////"}""")]
    [InlineData("""{"data_base64": ""}""")]
    public async Task Deliver_Unreadable_IsDropped(string body)
    {
        using var client = Client(SampleHost.AppToken);
        var answer = await client.PostAsync("/events/partners", new StringContent(body, Encoding.UTF8, "application/cloudevents+json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("DROP", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_OfAnotherPublisher_IsDroppedOrNotFound()
    {
        using var client = Client(SampleHost.AppToken);
        var answer = await client.PostAsync("/events/actions", CloudEvent(Range()));
        Assert.Contains("DROP", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/events/nobody", CloudEvent(Range()))).StatusCode);
    }

    private static EventRange Range() => new()
    {
        Publisher = "partners",
        TenantId = "northshire",
        Through = 1,
        Events =
        {
            new Event
            {
                Sequence = 1,
                Type = "jtai.sample.v1.NoteChanged",
                AggregateId = "a",
                Version = 1,
                RecordedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
                Traceparent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01",
                State = new NoteChanged { Text = "secret text" }.ToByteString(),
            },
        },
    };

    private static JsonContent CloudEvent(EventRange range) =>
        JsonContent.Create(new { specversion = "1.0", data_base64 = range.ToByteArray() }, new MediaTypeHeaderValue("application/cloudevents+json"));

    private HttpClient Client(string? token)
    {
        var client = host.App.GetTestClient();
        if (token is not null)
        {
            client.DefaultRequestHeaders.Add("dapr-api-token", token);
        }

        return client;
    }

    private Task<IReadOnlyList<string>> CopiesAsync() => host.Database.QueryAsync<string>(
        TenantScope.Of(new TenantId("northshire")), "select text from note_copy", null, default);

    private sealed record Subscription(string Pubsubname, string Topic, string Route);
}
