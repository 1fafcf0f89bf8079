using System.Diagnostics;
using Jtai.Events.V1;
using Jtai.Store;

namespace Jtai.Streams;

/// <summary>
/// Spans of what happens to events after their write. Those of one request are in its trace; those of several are in a trace of their
/// own, from whose beginning links lead to each.
/// </summary>
internal static class EventSpans
{
    /// <param name="operation">The first word of its name.</param>
    /// <param name="kind">Producer or consumer.</param>
    /// <param name="range">Its events.</param>
    /// <param name="publisher">Whose they are, and in which read model: <c>actions</c> or <c>actions/proof</c>.</param>
    internal static Activity? Start(string operation, ActivityKind kind, EventRange range, string publisher)
    {
        var origins = OriginsOf(range);
        var topic = DaprPublisher.TopicOf(range.Publisher);
        var activity = origins is [var origin] && Activity.Current?.TraceId != origin.TraceId
            ? StoreTelemetry.Source.StartActivity($"{operation} {topic}", kind, origin)
            : StoreTelemetry.Source.StartActivity(
                $"{operation} {topic}", kind, default(ActivityContext), links: origins.Length > 1 ? origins.Select(one => new ActivityLink(one)) : null);
        return activity?
            .SetTag("messaging.system", "jtai").SetTag("messaging.operation.name", operation).SetTag("messaging.destination.name", topic)
            .SetTag("messaging.batch.message_count", range.Events.Count)
            .SetTag("jtai.publisher", publisher).SetTag("jtai.tenant", range.TenantId).SetTag("jtai.through", range.Through);
    }

    private static ActivityContext[] OriginsOf(EventRange range) =>
    [
        .. range.Events.Select(@event => ActivityContext.TryParse(@event.Traceparent, null, isRemote: true, out var context) ? context : default)
            .Where(context => context != default).Distinct(),
    ];
}
