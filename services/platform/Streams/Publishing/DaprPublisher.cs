using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dapr;
using Dapr.Client;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Errors;
using Jtai.Events.V1;
using Jtai.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Jtai.Streams;

/// <summary>
/// Publishes ranges through Dapr. Settings: <c>DAPR_GRPC_ENDPOINT</c> or the <c>DAPR_GRPC_PORT</c> that Dapr's injector sets
/// (with neither nothing is published), <c>DAPR_API_TOKEN</c>, <c>Dapr:PubSub</c> (the component's name, <c>pubsub</c> by default).
/// </summary>
internal sealed class DaprPublisher : IDisposable
{
    /// <summary>
    /// Where a sidecar puts what its app would not take after all tries. Nothing is lost with it, since consumers pull; it is kept
    /// for whoever looks for the reason.
    /// </summary>
    internal const string DeadLetters = "jtai.dead-letters.v1";

    /// <summary>Before each try.</summary>
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(400)];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly DaprClient? dapr;
    private readonly string component;
    private readonly ILogger logger;

    public DaprPublisher(IConfiguration configuration, ILogger<DaprPublisher> logger)
    {
        this.logger = logger;
        component = configuration["Dapr:PubSub"] ?? "pubsub";
        if (configuration["DAPR_GRPC_ENDPOINT"] is { Length: > 0 } || configuration["DAPR_GRPC_PORT"] is { Length: > 0 })
        {
            dapr = new DaprClientBuilder()
                .UseGrpcEndpoint(DaprDefaults.GetDefaultGrpcEndpoint(configuration))
                .UseDaprApiToken(configuration["DAPR_API_TOKEN"])
                .UseGrpcChannelOptions(new GrpcChannelOptions
                {
                    // A sidecar is never behind the proxy that the environment may name.
                    HttpHandler = new SocketsHttpHandler { UseProxy = false },
                    DisposeHttpClient = true,
                    ThrowOperationCanceledOnCancellation = true,
                })
                .Build();
        }
    }

    internal bool IsConfigured => dapr is not null;

    public void Dispose() => dapr?.Dispose();

    internal static string TopicOf(string publisher) => $"jtai.{publisher}.v1";

    /// <summary>False where the broker did not take it after a few tries: pulling is the guarantee.</summary>
    internal async Task<bool> PublishAsync(EventRange range, CancellationToken ct)
    {
        using var activity = EventSpans.Start("publish", ActivityKind.Producer, range, range.Publisher);
        var body = CloudEvent(range);
        var refusal = "";
        foreach (var wait in Waits)
        {
            await Task.Delay(wait, ct);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Limit);
            try
            {
                await dapr!.PublishByteEventAsync(
                    component, TopicOf(range.Publisher), body, "application/cloudevents+json", new() { ["partitionKey"] = range.TenantId }, limit.Token);
                return true;
            }
            catch (DaprException failure)
            {
                refusal = Failures.Kind(failure.InnerException ?? failure);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                refusal = nameof(StatusCode.DeadlineExceeded);
            }
        }

        StoreTelemetry.Unpublished.Add(1);
        logger.LogWarning("The broker did not take events of {Tenant} ({Refusal}); consumers pull them.", range.TenantId, refusal);
        return false;
    }

    /// <summary>
    /// An envelope of our own, which daprd passes on. Of bare protobuf it would make text, whose broken bytes nobody can read
    /// again; and JSON of protobuf would make an unknown enum value a poison message.
    /// </summary>
    private static byte[] CloudEvent(EventRange range)
    {
        var stream = $"{range.Publisher}/{range.TenantId}";
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["specversion"] = "1.0",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{stream}/{range.After}-{range.Through}"),
            ["source"] = $"jtai/{range.Publisher}",
            ["type"] = EventRange.Descriptor.FullName,
            ["subject"] = range.TenantId,
            ["datacontenttype"] = "application/protobuf",
            // A byte array becomes base64.
            ["data_base64"] = range.ToByteArray(),
        });
    }
}
