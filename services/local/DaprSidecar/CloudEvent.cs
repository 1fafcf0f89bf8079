using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapr.Client.Autogen.Grpc.v1;

namespace Jtai.Local;

/// <summary>The CloudEvents 1.0 envelope of what is published, by the rules of daprd's own source.</summary>
internal static class CloudEvent
{
    public const string ContentType = "application/cloudevents+json";

    // Of a name given twice daprd takes the last, other readers the first: no publisher of ours may depend on either.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="JsonException">It is not what its content type says. Of bad plain JSON daprd would make text.</exception>
    public static byte[] Envelope(PublishEventRequest request, string appId, string traceParent)
    {
        var envelope = MediaType(request.DataContentType) == ContentType
            ? JsonNode.Parse(request.Data.Span, documentOptions: Strict) as JsonObject ?? throw new JsonException("no JSON object")
            : Wrap(request, appId);
        // The publisher's own id and data stay; an event without an id gets none.
        envelope["specversion"] ??= "1.0";
        envelope["source"] ??= "Dapr";
        envelope["type"] ??= "com.dapr.event.sent";
        envelope["time"] ??= DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        envelope["topic"] = request.Topic;
        envelope["pubsubname"] = request.PubsubName;
        if (!envelope.ContainsKey("traceid"))
        {
            envelope["traceid"] = traceParent;
            envelope["traceparent"] = traceParent;
        }

        return JsonSerializer.SerializeToUtf8Bytes(envelope);
    }

    private static JsonObject Wrap(PublishEventRequest request, string appId)
    {
        var contentType = request.DataContentType is { Length: > 0 } given ? given : "text/plain";
        var envelope = new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["source"] = appId, ["datacontenttype"] = contentType };
        switch (MediaType(contentType))
        {
            case "application/json":
                envelope["data"] = JsonNode.Parse(request.Data.Span, documentOptions: Strict);
                break;
            case "application/octet-stream":
                envelope["data_base64"] = request.Data.ToBase64();
                break;
            default:
                // Text whatever it is: the bytes of a bare application/protobuf do not survive this.
                envelope["data"] = request.Data.ToStringUtf8();
                break;
        }

        return envelope;
    }

    private static string MediaType(string contentType) => contentType.Split(';')[0].ToLowerInvariant();
}
