using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Jtai.Events.V1;
using Jtai.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Jtai.Data.Tests.Sample;

/// <summary>The local Dapr, and one application that keeps what it is delivered.</summary>
internal sealed class Broker : IAsyncDisposable
{
    public const string Token = "token-of-the-sidecar";

    private readonly WebApplication app;
    private DaprSidecar? dapr;

    private Broker(WebApplication app) => this.app = app;

    public string Endpoint => dapr!.GrpcEndpointOf("sample");

    public ConcurrentQueue<EventRange> Delivered { get; } = new();

    public DaprFaults Faults { get; } = new();

    /// <summary>The envelopes of the same.</summary>
    public ConcurrentQueue<JsonElement> Envelopes { get; } = new();

    public static async Task<Broker> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var broker = new Broker(builder.Build());
        broker.app.MapGet("/dapr/subscribe", () => Results.Json(new[] { new { pubsubname = "pubsub", topic = "jtai.sample.v1", route = "/events" } }));
        broker.app.MapPost("/events", (JsonElement envelope) =>
        {
            broker.Envelopes.Enqueue(envelope);
            broker.Delivered.Enqueue(EventRange.Parser.ParseFrom(envelope.GetProperty("data_base64").GetBytesFromBase64()));
        });
        await broker.app.StartAsync();
        broker.dapr = await DaprSidecar.StartAsync(new() { Apps = [new("sample", 0, 0, new Uri(broker.app.Urls.Single()), Token, "")], Faults = broker.Faults });
        await broker.dapr.SubscriptionsKnownAsync();
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        await dapr!.DisposeAsync();
        await app.DisposeAsync();
    }
}
