using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Events.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Streams;

/// <summary>Consumers, and the two endpoints by which Dapr discovers subscriptions and delivers.</summary>
public static class EventDelivery
{
    // 200 KB of events in base64 and an envelope, with room.
    private const long MaximumBodyBytes = 512 * 1024;

    /// <summary>
    /// Subscribes to a publisher. The <see cref="Consumer"/> is registered under the publisher's name
    /// (<c>[FromKeyedServices("partners")] Consumer partners</c>); <see cref="AppliedChanges"/> is one for all. Its address is the
    /// setting <c>Services:{channel}</c>.
    /// </summary>
    public static void AddConsumer(this WebApplicationBuilder builder, string publisher, string channel, Action<ConsumerOptions> configure)
    {
        builder.Configuration.Required($"Services:{channel}");
        // Asked for with the first pull, when it would be too late to say so.
        builder.Configuration.Required("Service:PrivateKey");
        var options = new ConsumerOptions();
        configure(options);
        var forget = options.Forget ?? throw new InvalidOperationException($"The consumer of {publisher} does not say how it forgets.");
        var services = builder.Services;
        services.TryAddSingleton<AppliedChanges>();
        services.AddKeyedSingleton(publisher, (provider, _) =>
        {
            var clock = provider.GetRequiredService<TimeProvider>();
            var logger = provider.GetRequiredService<ILogger<Consumer>>();
            var applier = new RangeApplier(
                options.ReadModel is { } readModel ? $"{publisher}/{readModel}" : publisher,
                forget,
                provider.GetRequiredService<Database>(),
                provider.GetRequiredService<RelayDatabase>(),
                options.Build(provider),
                provider.GetRequiredService<AppliedChanges>(),
                clock,
                logger);
            return new Consumer(publisher, new EventFeed.EventFeedClient(provider.AsService(channel)), applier, clock, logger);
        });
        services.AddSingleton(new Subscription(publisher));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<Consumer>(publisher));
        // AddHostedService would keep the first consumer only: they are of one type.
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<Consumer>(publisher));
    }

    /// <summary>
    /// Maps <c>GET /dapr/subscribe</c> and <c>POST /events/{publisher}</c>. Both demand Dapr's token, setting
    /// <c>APP_API_TOKEN</c>, without which the service does not start.
    /// </summary>
    public static void MapEventDelivery(this WebApplication app)
    {
        var token = app.Configuration.Required("APP_API_TOKEN");
        var component = app.Configuration["Dapr:PubSub"] ?? "pubsub";
        var publishers = app.Services.GetServices<Subscription>().Select(subscription => subscription.Publisher).ToHashSet();

        // Open to the policies, since Dapr has no access token: its own token is the guard.
        var dapr = app.MapGroup("").AllowAnonymous().AddEndpointFilter(async (context, next) =>
            ApiToken.Matches(context.HttpContext.Request, token) ? await next(context) : Results.Unauthorized());
        dapr.MapGet("/dapr/subscribe", () => publishers.Select(publisher => new
        {
            pubsubname = component,
            topic = DaprPublisher.TopicOf(publisher),
            route = $"/events/{publisher}",
            deadLetterTopic = DaprPublisher.DeadLetters,
        }));
        dapr.MapPost("/events/{publisher}", async (string publisher, HttpContext http) =>
        {
            if (!publishers.Contains(publisher))
            {
                return Results.NotFound();
            }

            if (await ReadAsync(http) is not { } range || range.Publisher != publisher || range.TenantId.Length == 0)
            {
                // Delivering it again would not make it readable.
                return Results.Ok(new { status = "DROP" });
            }

            await http.RequestServices.GetRequiredKeyedService<Consumer>(publisher).AcceptAsync(range, http.RequestAborted);
            return Results.Ok(new { status = "SUCCESS" });
        }).WithMetadata(new RequestSizeLimitAttribute(MaximumBodyBytes));
    }

    private static async Task<EventRange?> ReadAsync(HttpContext http)
    {
        try
        {
            var envelope = await JsonSerializer.DeserializeAsync<CloudEvent>(http.Request.Body, cancellationToken: http.RequestAborted);
            return envelope?.Data is { } data ? EventRange.Parser.ParseFrom(data) : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private sealed record CloudEvent([property: JsonPropertyName("data_base64")] byte[]? Data);

    private sealed record Subscription(string Publisher);
}
