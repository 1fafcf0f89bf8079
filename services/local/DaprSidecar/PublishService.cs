using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Jtai.Local;

/// <summary>
/// Of Dapr's gRPC API the one call that the platform makes. Dapr.Protos has the messages and no server's base class, hence the
/// method by hand.
/// </summary>
[BindServiceMethod(typeof(PublishService), nameof(Bind))]
#pragma warning disable CA1852 // The binder takes virtual methods alone, which a sealed class cannot have.
internal class PublishService(DaprSidecar sidecar)
#pragma warning restore CA1852
{
    private static readonly Method<PublishEventRequest, Empty> Publish = new(
        MethodType.Unary,
        "dapr.proto.runtime.v1.Dapr",
        nameof(PublishEvent),
        Marshallers.Create(request => request.ToByteArray(), PublishEventRequest.Parser.ParseFrom),
        Marshallers.Create(empty => empty.ToByteArray(), Empty.Parser.ParseFrom));

    // ASP.NET Core takes the name alone, and calls the virtual method of that name on an instance of its own.
    public static void Bind(ServiceBinderBase binder, PublishService? service) =>
        binder.AddMethod(Publish, (UnaryServerMethod<PublishEventRequest, Empty>?)null);

    public virtual Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        var app = sidecar.AppAt(context.GetHttpContext().Connection.LocalPort);
        if (!CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(context.RequestHeaders.GetValue("dapr-api-token") ?? ""), Encoding.UTF8.GetBytes(app.DaprApiToken)))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "authentication error: api token mismatch"));
        }

        if (request.PubsubName != DaprSidecar.PubSubName)
        {
            throw Invalid(request.PubsubName.Length == 0 ? "pubsub name is empty" : $"pubsub {request.PubsubName} is not found");
        }

        if (request.Topic.Length == 0)
        {
            throw Invalid($"topic is empty in pubsub {request.PubsubName}");
        }

        // rawPayload, ttlInSeconds and cloudevent.* would change what is delivered, and nobody here asks for them.
        if (request.Metadata.Keys.FirstOrDefault(key => key != "partitionKey") is { } unknown)
        {
            throw new RpcException(new Status(StatusCode.Unimplemented, $"metadata {unknown} is not served on one machine"));
        }

        var traceParent = context.RequestHeaders.GetValue("traceparent")
            ?? $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
        using var activity = DaprSidecar.StartSpan("publish", ActivityKind.Server, request.Topic, traceParent);
        traceParent = activity?.Id ?? traceParent;
        try
        {
            sidecar.Offer(request, CloudEvent.Envelope(request, app.AppId, traceParent), traceParent);
        }
        catch (JsonException)
        {
            throw Invalid("cannot create cloudevent");
        }

        return Task.FromResult(new Empty());
    }

    private static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));
}
