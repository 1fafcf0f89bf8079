using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Events.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Streams;

/// <summary>
/// The policy of the feed. A publisher says which services may pull:
/// <c>AccessPolicy.ForServices(EventFeedPolicies.PullEvents, "actions", "reporting")</c>.
/// </summary>
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
