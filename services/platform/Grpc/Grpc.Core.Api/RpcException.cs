namespace Grpc.Core;

/// <summary>A call that ended, or is to end, with a status other than OK.</summary>
/// <param name="status">How it ended.</param>
/// <param name="trailers">Metadata that came or goes with the status.</param>
/// <param name="message">The exception's own message; it is not sent.</param>
#pragma warning disable CA1032 // An RpcException without a status has no meaning.
public class RpcException(Status status, Metadata trailers, string message) : Exception(message, status.DebugException)
{
    /// <summary>Takes the message from the status; no trailers.</summary>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>No trailers.</summary>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Takes the message from the status.</summary>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; } = status;

    /// <summary>The status's code.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Metadata beside the status, such as <c>grpc-status-details-bin</c>.</summary>
    public Metadata Trailers { get; } = trailers ?? throw new ArgumentNullException(nameof(trailers));
}
