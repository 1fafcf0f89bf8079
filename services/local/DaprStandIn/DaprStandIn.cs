using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jtai.Local;

/// <summary>
/// Stands in for Dapr's sidecars and broker on one machine: the part of Dapr's HTTP API that the platform uses,
/// with a port for each application, from memory. A message may be lost, as with any broker that is stopped;
/// consumers pull what they miss.
/// </summary>
/// <remarks>
/// Written from Dapr's public documentation (pub/sub API reference, health API, API token authentication) and
/// unproven against <c>daprd</c>. README.md lists what is there.
/// </remarks>
public sealed class DaprStandIn : IAsyncDisposable
{
    private const int LargestMessage = 4 * 1024 * 1024; // daprd's own default, dapr.io/http-max-request-size.
    private static readonly object AppKey = new();

    private readonly DaprStandInOptions options;
    private readonly Dictionary<string, Subscriber> subscribers;
    private readonly Dictionary<string, ListenOptions> doors = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly HttpClient http;
    private WebApplication? web;
    private Task deliveries = Task.CompletedTask;

    private DaprStandIn(DaprStandInOptions options)
    {
        this.options = options;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null })
        {
            Timeout = options.DeliveryTimeout,
        };
        subscribers = options.Apps.ToDictionary(app => app.AppId, app => new Subscriber(app, options, http), StringComparer.Ordinal);
    }

    /// <summary>Starts a door for each application. Subscriptions are discovered as the applications come up.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<DaprStandIn> StartAsync(DaprStandInOptions options, CancellationToken cancellation = default)
    {
        var standIn = new DaprStandIn(options);
        try
        {
            await standIn.OpenAsync(cancellation);
            return standIn;
        }
        catch
        {
            await standIn.DisposeAsync();
            throw;
        }
    }

    /// <summary>The port of the HTTP API for an application (what daprd gives it as DAPR_HTTP_PORT).</summary>
    public int PortOf(string appId) => doors[appId].IPEndPoint!.Port;

    /// <summary>Completes when every application has said what it subscribes to.</summary>
    public async Task SubscriptionsKnownAsync(CancellationToken cancellation = default)
    {
        while (!subscribers.Values.All(subscriber => subscriber.IsReady))
        {
            await Task.Delay(10, cancellation);
        }
    }

    /// <summary>Stops at once; what is still queued is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (web is not null)
        {
            await web.DisposeAsync();
        }

        await deliveries.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        stopping.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        // Empty: neither the environment nor a settings file of the process that hosts us has a say here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.Logging);
        builder.Services.AddSingleton<IHostLifetime, LifetimeOfOwner>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestMessage;
            kestrel.AddServerHeader = false;
            foreach (var app in options.Apps)
            {
                kestrel.Listen(IPAddress.Loopback, app.DaprPort, door =>
                {
                    door.Protocols = HttpProtocols.Http1;
                    door.Use(next => connection =>
                    {
                        connection.Items[AppKey] = app;
                        return next(connection);
                    });
                    doors[app.AppId] = door;
                });
            }
        });
        web = builder.Build();
        web.Use(RequireToken);
        web.UseRouting();
        web.MapPost("/v1.0/publish/{pubsub}/{**topic}", (RequestDelegate)PublishAsync);
        web.MapGet("/v1.0/healthz", (RequestDelegate)(context => HealthAsync(context, subscribers[AppOf(context).AppId].IsReady)));
        web.MapGet("/v1.0/healthz/outbound", (RequestDelegate)(context => HealthAsync(context, healthy: true)));
        web.UseEndpoints(_ => { });
        await web.StartAsync(cancellation);
        deliveries = Task.WhenAll(subscribers.Values.Select(subscriber => subscriber.RunAsync(stopping.Token)));
    }

    private static DaprApp AppOf(HttpContext context) =>
        (DaprApp)context.Features.Get<IConnectionItemsFeature>()!.Items[AppKey]!;

    private static Task RequireToken(HttpContext context, RequestDelegate next)
    {
        // As with daprd, probes need no token.
        var allowed = context.Request.Path.StartsWithSegments("/v1.0/healthz") || CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(context.Request.Headers["dapr-api-token"].ToString()), Encoding.UTF8.GetBytes(AppOf(context).DaprApiToken));
        return allowed ? next(context) : RefuseAsync(context, StatusCodes.Status401Unauthorized, "ERR_UNAUTHORIZED", "invalid api token");
    }

    private async Task PublishAsync(HttpContext context)
    {
        var app = AppOf(context);
        var topic = (string?)context.Request.RouteValues["topic"];
        if (string.IsNullOrEmpty(topic))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "ERR_TOPIC_NAME_EMPTY", "no topic given");
            return;
        }
        if ((string?)context.Request.RouteValues["pubsub"] != options.PubSubName)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "ERR_PUBSUB_NOT_FOUND", "no pub/sub component of that name");
            return;
        }
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var traceParent = context.Request.Headers.TraceParent is [{ Length: > 0 } header] ? header : null;
        var envelope = CloudEvent.Envelope(options.PubSubName, topic, app.AppId, context.Request.ContentType ?? "text/plain",
            traceParent, body.GetBuffer().AsMemory(0, (int)body.Length));
        if (envelope is null)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "ERR_PUBSUB_CLOUD_EVENTS_SER", "the body is not what its content type says");
            return;
        }
        var partitionKey = context.Request.Query["metadata.partitionKey"] is [{ Length: > 0 } key, ..] ? key : null;
        foreach (var subscriber in subscribers.Values)
        {
            subscriber.Offer(topic, partitionKey, envelope, traceParent, stopping.Token);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task HealthAsync(HttpContext context, bool healthy)
    {
        context.Response.StatusCode = healthy ? StatusCodes.Status204NoContent : StatusCodes.Status500InternalServerError;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { errorCode = code, message });
    }

    /// <summary>Ctrl-C is for the process that hosts us to act on, in its own order.</summary>
    private sealed class LifetimeOfOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
