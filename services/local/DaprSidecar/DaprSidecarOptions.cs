using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jtai.Local;

/// <summary>An application beside which a sidecar would run.</summary>
/// <param name="AppId">Dapr's <c>app-id</c>: the source of the CloudEvents that it publishes unwrapped.</param>
/// <param name="GrpcPort">The loopback port of its sidecar's gRPC API; 0 takes a free one.</param>
/// <param name="HttpPort">The loopback port of its sidecar's health; 0 takes a free one.</param>
/// <param name="AppAddress">Where the application answers <c>GET /dapr/subscribe</c> and takes deliveries, over HTTP/1.1.</param>
/// <param name="DaprApiToken">What the application must send as <c>dapr-api-token</c> (daprd's DAPR_API_TOKEN).</param>
/// <param name="AppApiToken">What the application is sent as <c>dapr-api-token</c> (daprd's APP_API_TOKEN).</param>
public sealed record DaprApp(string AppId, int GrpcPort, int HttpPort, Uri AppAddress, string DaprApiToken, string AppApiToken)
{
    /// <summary>Where the application's other replicas answer; each delivery goes to one of them all, in turn.</summary>
    public IReadOnlyList<Uri> OtherReplicas { get; init; } = [];
}

/// <summary>What is served.</summary>
public sealed record DaprSidecarOptions
{
    /// <summary>The applications; ids and non-zero ports differ.</summary>
    public required IReadOnlyList<DaprApp> Apps { get; init; }

    /// <summary>Messages, of at most 512 KB, that wait in one lane; one more pushes the oldest out.</summary>
    public int MessagesPerLane { get; init; } = 50;

    /// <summary>The wait before the second attempt at a delivery; it doubles with each further one.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What goes wrong on purpose.</summary>
    public DaprFaults Faults { get; init; } = new();

    /// <summary>Where drops and retries are told.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
