namespace Grpc.Core;

/// <summary>What a channel's connection is doing. The numbers are part of the contract.</summary>
public enum ConnectivityState
{
    /// <summary>Not connected, and nobody asked for it.</summary>
    Idle,

    /// <summary>Trying to connect.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Ready,

    /// <summary>Failed, and will try again after a pause.</summary>
    TransientFailure,

    /// <summary>Closed for good.</summary>
    Shutdown,
}
