namespace Grpc.Core;

/// <summary>How a call ended. The numbers are those of <c>grpc-status</c>.</summary>
public enum StatusCode
{
    /// <summary>It succeeded.</summary>
    OK = 0,

    /// <summary>The caller gave it up.</summary>
    Cancelled = 1,

    /// <summary>A failure that says no more.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>It was not done in time, though it may be done later.</summary>
    DeadlineExceeded = 4,

    /// <summary>There is no such thing, or the caller may not know of it.</summary>
    NotFound = 5,

    /// <summary>What was to be made is there.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or a size is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the system forbids it; a repeat does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>Lost against a concurrent change; read again and retry.</summary>
    Aborted = 10,

    /// <summary>Past the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such method.</summary>
    Unimplemented = 12,

    /// <summary>A fault in the server.</summary>
    Internal = 13,

    /// <summary>Not reachable now; worth a retry.</summary>
    Unavailable = 14,

    /// <summary>Data was lost for good.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}

/// <summary>A status code with its message.</summary>
/// <param name="statusCode">How the call ended.</param>
/// <param name="detail">The text of <c>grpc-message</c>; it goes to the other side.</param>
/// <param name="debugException">What caused it on this side; never sent.</param>
public readonly struct Status(StatusCode statusCode, string detail, Exception? debugException)
{
    /// <summary>OK without a message.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancelled without a message.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>A status without a cause.</summary>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>How the call ended.</summary>
    public StatusCode StatusCode { get; } = statusCode;

    /// <summary>The text of <c>grpc-message</c>.</summary>
    public string Detail { get; } = detail;

    /// <summary>What caused it on this side, or null.</summary>
    public Exception? DebugException { get; } = debugException;

    /// <summary>Code, message and, where there is one, the cause, for logs.</summary>
    public override string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", " +
          $"DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
