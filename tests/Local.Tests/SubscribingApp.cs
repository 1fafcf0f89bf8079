using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Jtai.Local.Tests;

/// <summary>An application that subscribes to one topic, keeps what it is sent, and answers as the test says.</summary>
internal sealed class SubscribingApp : IAsyncDisposable
{
    private readonly WebApplication web;

    private SubscribingApp(WebApplication web) => this.web = web;

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<Delivery> Deliveries { get; } = new();

    /// <summary>Status and body by the number of the delivery, from 1.</summary>
    public Func<int, (int Status, string Body)> Answer { get; set; } = _ => (200, "");

    public static async Task<SubscribingApp> StartAsync(string topic, int status = 200)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = new SubscribingApp(builder.Build());
        app.web.MapGet("/dapr/subscribe", () => Results.Json(new[] { new { pubsubname = "pubsub", topic, route = "/events" } }, statusCode: status));
        app.web.MapPost("/events", async (HttpRequest request) =>
        {
            using var document = await JsonDocument.ParseAsync(request.Body);
            app.Deliveries.Enqueue(new Delivery(document.RootElement.Clone(), request.ContentType, request.Headers["dapr-api-token"].ToString()));
            var (status, body) = app.Answer(app.Deliveries.Count);
            return Results.Text(body, "application/json", statusCode: status);
        });
        await app.web.StartAsync();
        app.Address = new Uri(app.web.Urls.Single());
        return app;
    }

    /// <summary>Waits for the count to be reached, and then a moment for more than that.</summary>
    public async Task<IReadOnlyList<Delivery>> Received(int count)
    {
        for (var i = 0; i < 1000 && Deliveries.Count < count; i++)
        {
            await Task.Delay(10);
        }

        await Task.Delay(150);
        return [.. Deliveries];
    }

    /// <summary>Waits until so many different messages came.</summary>
    public async Task Distinct(int count)
    {
        for (var i = 0; i < 1000 && Deliveries.Select(one => one.Number).Distinct().Count() < count; i++)
        {
            await Task.Delay(5);
        }
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();
}

internal sealed record Delivery(JsonElement Event, string? ContentType, string Token)
{
    public int Number => Event.GetProperty("data").GetProperty("n").GetInt32();

    public string Text(string property) => Event.GetProperty(property).GetString()!;
}
