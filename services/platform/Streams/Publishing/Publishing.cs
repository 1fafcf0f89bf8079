using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Events.V1;
using Microsoft.AspNetCore.Authorization;
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

/// <summary>A publisher says which services may pull: <c>AccessPolicy.ForServices(EventFeedPolicies.PullEvents, "actions")</c>.</summary>
public static class EventFeedPolicies
{
    public const string PullEvents = nameof(PullEvents);
}

/// <summary>Offers this service's streams for pulling: the guarantee behind the broker's faster delivery.</summary>
[Authorize(Policy = EventFeedPolicies.PullEvents)]
internal sealed class EventFeedService(EventStreams streams) : EventFeed.EventFeedBase
{
    public override async Task<ListHeadsReply> ListHeads(ListHeadsRequest request, ServerCallContext context)
    {
        var reply = new ListHeadsReply();
        reply.Heads.AddRange(await streams.HeadsAsync(context.CancellationToken));
        return reply;
    }

    public override Task<EventRange> ListEvents(ListEventsRequest request, ServerCallContext context) => request switch
    {
        { TenantId: "" } => throw new Invalid("tenant_id", "Say which tenant's stream."),
        { After: < 0 } => throw new Invalid("after", "A sequence is 0 or more."),
        _ => streams.NextAsync(request.TenantId, request.After, context.CancellationToken),
    };
}
