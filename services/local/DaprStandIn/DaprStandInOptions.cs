using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jtai.Local;

/// <summary>An application beside which a sidecar would run.</summary>
/// <param name="AppId">Dapr's <c>app-id</c>: the source of the CloudEvents that it publishes unwrapped.</param>
/// <param name="DaprPort">The loopback port of its sidecar's HTTP API; 0 takes a free one.</param>
/// <param name="AppAddress">Where the application answers <c>GET /dapr/subscribe</c> and takes deliveries, over HTTP/1.1.</param>
/// <param name="DaprApiToken">What the application must send as <c>dapr-api-token</c> (daprd's DAPR_API_TOKEN).</param>
/// <param name="AppApiToken">What the application is sent as <c>dapr-api-token</c> (daprd's APP_API_TOKEN).</param>
public sealed record DaprApp(string AppId, int DaprPort, Uri AppAddress, string DaprApiToken, string AppApiToken);

/// <summary>What the stand-in serves, and its bounds.</summary>
public sealed record DaprStandInOptions
{
    /// <summary>The applications; ids and non-zero ports differ.</summary>
    public required IReadOnlyList<DaprApp> Apps { get; init; }

    /// <summary>The name of the only pub/sub component there is.</summary>
    public string PubSubName { get; init; } = "pubsub";

    /// <summary>
    /// Lanes per subscribing application. Messages of one topic and partition key share a lane, in which one is
    /// delivered at a time and in order; those without a key are spread.
    /// </summary>
    public int Partitions { get; init; } = 8;

    /// <summary>Messages that wait in one lane; one more pushes the oldest out.</summary>
    public int MessagesPerPartition { get; init; } = 2_000;

    /// <summary>Bytes that wait in one lane; more push the oldest out.</summary>
    public int BytesPerPartition { get; init; } = 4 * 1024 * 1024;

    /// <summary>Deliveries of one message, the first included; after the last it is dropped with a log line.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait before the second attempt; it doubles with each further one, up to 5 s.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the application may take to answer one delivery.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What goes wrong on purpose.</summary>
    public DaprFaults Faults { get; init; } = new();

    /// <summary>Where drops and retries are told.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
