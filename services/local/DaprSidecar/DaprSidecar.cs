using System.Diagnostics;
using System.Net;
using Dapr.Client.Autogen.Grpc.v1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jtai.Local;

/// <summary>
/// Stands in for Dapr's sidecars and broker on one machine: the part of Dapr's API that the platform uses, with ports for
/// each application as if it had a sidecar of its own, from memory. A message may be lost, as with any broker that is
/// stopped; consumers pull what they miss.
/// </summary>
/// <remarks>Follows Dapr's documentation and daprd's source, and is unproven against <c>daprd</c>. README.md lists what is there.</remarks>
public sealed class DaprSidecar : IAsyncDisposable
{
    /// <summary>The only pub/sub component there is.</summary>
    public const string PubSubName = "pubsub";

    /// <summary>The source of its spans: one for what is published, one for each try to deliver it.</summary>
    public const string SpansName = "Jtai.Local.DaprSidecar";

    private static readonly ActivitySource Spans = new(SpansName);

    private const int LargestMessage = 512 * 1024; // daprd takes 4 MB; ours are at most 300 KB.

    private readonly Dictionary<string, Subscriber> subscribers;
    private readonly Dictionary<string, ListenOptions> grpc = [];
    private readonly Dictionary<string, ListenOptions> health = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly HttpClient http;
    private readonly WebApplication web;
    private Task deliveries = Task.CompletedTask;

    private DaprSidecar(DaprSidecarOptions options)
    {
        Options = options;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null })
        {
            Timeout = TimeSpan.FromSeconds(15),
        };
        subscribers = options.Apps.ToDictionary(app => app.AppId, app => new Subscriber(app, options, http), StringComparer.Ordinal);
        web = Build();
    }

    internal DaprSidecarOptions Options { get; }

    /// <summary>Opens the ports of each application. Subscriptions are discovered as the applications come up.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<DaprSidecar> StartAsync(DaprSidecarOptions options, CancellationToken cancellation = default)
    {
        var sidecar = new DaprSidecar(options);
        await sidecar.web.StartAsync(cancellation);
        sidecar.deliveries = Task.WhenAll(sidecar.subscribers.Values.Select(subscriber => subscriber.RunAsync(sidecar.stopping.Token)));
        return sidecar;
    }

    /// <summary>Where an application publishes (its DAPR_GRPC_ENDPOINT).</summary>
    public string GrpcEndpointOf(string appId) => $"http://127.0.0.1:{grpc[appId].IPEndPoint!.Port}";

    /// <summary>Where the sidecar of an application says that it is healthy (its DAPR_HTTP_ENDPOINT).</summary>
    public string HttpEndpointOf(string appId) => $"http://127.0.0.1:{health[appId].IPEndPoint!.Port}";

    /// <summary>Completes when every application has said what it subscribes to.</summary>
    public Task SubscriptionsKnownAsync() => Task.WhenAll(subscribers.Values.Select(subscriber => subscriber.Discovered));

    /// <summary>Stops at once; what is still queued is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await web.DisposeAsync();
        await deliveries.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        stopping.Dispose();
    }

    internal static Activity? StartSpan(string operation, ActivityKind kind, string topic, string traceParent) =>
        Spans.StartActivity($"{operation} {topic}", kind, traceParent)
            ?.SetTag("messaging.system", "dapr").SetTag("messaging.operation.name", operation).SetTag("messaging.destination.name", topic);

    internal DaprApp AppAt(int port) => Options.Apps.First(app => grpc[app.AppId].IPEndPoint!.Port == port || health[app.AppId].IPEndPoint!.Port == port);

    internal void Offer(PublishEventRequest request, byte[] envelope, string traceParent)
    {
        foreach (var subscriber in subscribers.Values)
        {
            subscriber.Offer(request.Topic, request.Metadata.GetValueOrDefault("partitionKey"), envelope, traceParent, stopping.Token);
        }
    }

    private WebApplication Build()
    {
        var builder = LocalServer.CreateBuilder(Options.Logging, kestrel =>
        {
            foreach (var app in Options.Apps)
            {
                kestrel.Listen(IPAddress.Loopback, app.GrpcPort, listen =>
                {
                    listen.Protocols = HttpProtocols.Http2;
                    grpc[app.AppId] = listen;
                });
                kestrel.Listen(IPAddress.Loopback, app.HttpPort, listen => health[app.AppId] = listen);
            }
        });
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = LargestMessage);
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<PublishService>();
        app.MapGet("/v1.0/healthz", (RequestDelegate)(context =>
        {
            var isReady = subscribers[AppAt(context.Connection.LocalPort).AppId].Discovered.IsCompleted;
            context.Response.StatusCode = isReady ? StatusCodes.Status204NoContent : StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        }));
        app.MapGet("/v1.0/healthz/outbound", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
        app.UseEndpoints(_ => { });
        return app;
    }
}
