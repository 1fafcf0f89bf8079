using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Streams;

/// <summary>Publishing of what the service's writes put into its outbox.</summary>
public static class PublishingRegistration
{
    /// <summary>Registers the relay, the publisher, the feed and their upkeep. Call it after <c>AddDatabase</c>.</summary>
    public static void AddPublishing(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<EventStreams>();
        services.AddSingleton<DaprPublisher>();
        services.AddSingleton<PublishQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<PublishQueue>());
        services.AddHostedService<Relay>();
        services.AddHostedService<Upkeep>();
    }

    /// <summary>Offers this service's streams for pulling; the policy is <see cref="EventFeedPolicies.PullEvents"/>.</summary>
    public static void MapEventFeed(this IEndpointRouteBuilder app) => app.MapGrpcService<EventFeedService>();
}
