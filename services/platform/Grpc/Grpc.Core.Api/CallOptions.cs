namespace Grpc.Core;

/// <summary>What a caller wants of one call. Each <c>With</c> gives a changed copy.</summary>
public readonly struct CallOptions
{
    /// <summary>Everything optional.</summary>
    /// <param name="headers">Sent with the request.</param>
    /// <param name="deadline">When the call is given up, in UTC; null is never.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <param name="writeOptions">Hints for the messages sent.</param>
    /// <param name="propagationToken">The call that this one is made for.</param>
    /// <param name="credentials">Who calls, for this call alone.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>Sent with the request, or null.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>When the call is given up, in UTC; null is never.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Gives the call up.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>Hints for the messages sent, or null.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>The call that this one is made for, or null.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; }

    /// <summary>Who calls, for this call alone, or null.</summary>
    public CallCredentials? Credentials { get; private init; }

    /// <summary>Whether to wait for a connection instead of failing as unavailable.</summary>
    public bool IsWaitForReady { get; private init; }

    /// <summary>With these headers.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>With this deadline, in UTC.</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>With this token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    /// <summary>With these hints.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>Made for that call.</summary>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        this with { PropagationToken = propagationToken };

    /// <summary>With these credentials.</summary>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>Waiting for a connection, or not.</summary>
    public CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
