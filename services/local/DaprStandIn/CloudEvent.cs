using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Jtai.Local;

/// <summary>The CloudEvents 1.0 envelope that a sidecar puts round what is published.</summary>
internal static class CloudEvent
{
    // Base64 holds plus signs, which the default encoder would write as six characters each.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public const string ContentType = "application/cloudevents+json";

    /// <summary>The envelope as it is delivered, or null where the body is no such thing.</summary>
    public static byte[]? Envelope(string pubSub, string topic, string appId, string contentType, string? traceParent, ReadOnlyMemory<byte> body)
    {
        var mediaType = contentType.Split(';')[0].Trim().ToLowerInvariant();
        JsonObject? envelope;
        try
        {
            envelope = mediaType == ContentType ? JsonNode.Parse(body.Span, documentOptions: Strict) as JsonObject : Wrap(appId, contentType, mediaType, body);
        }
        catch (JsonException)
        {
            return null;
        }
        if (envelope is null)
        {
            return null;
        }
        // The publisher's own id, source, type and data stay. The trace is the sidecar's, whatever the publisher wrote.
        traceParent ??= $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
        envelope["id"] ??= Guid.NewGuid().ToString();
        envelope["source"] ??= appId;
        envelope["specversion"] ??= "1.0";
        envelope["type"] ??= "com.dapr.event.sent";
        envelope["pubsubname"] = pubSub;
        envelope["topic"] = topic;
        envelope["traceparent"] = traceParent;
        envelope["traceid"] = traceParent;
        return JsonSerializer.SerializeToUtf8Bytes(envelope, Compact);
    }

    private static JsonObject Wrap(string appId, string contentType, string mediaType, ReadOnlyMemory<byte> body)
    {
        var envelope = new JsonObject { ["source"] = appId, ["datacontenttype"] = contentType };
        if (mediaType == "application/json" || mediaType.EndsWith("+json", StringComparison.Ordinal))
        {
            envelope["data"] = JsonNode.Parse(body.Span, documentOptions: Strict);
        }
        else if (mediaType.StartsWith("text/", StringComparison.Ordinal))
        {
            envelope["data"] = Encoding.UTF8.GetString(body.Span);
        }
        else
        {
            envelope["data_base64"] = Convert.ToBase64String(body.Span);
        }

        return envelope;
    }
}
