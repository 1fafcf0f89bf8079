using Grpc.Core;

namespace Jtai.Portal.Calls;

/// <summary>Calls that carry an access token, an end after 10 seconds, and the key of the form that was posted.</summary>
/// <param name="token">A token that is still good for a while.</param>
/// <param name="idempotencyKey">Null where nothing is posted.</param>
internal sealed class AuthorisedInvoker(CallInvoker inner, Func<CancellationToken, ValueTask<string>> token, Func<string?> idempotencyKey) : CallInvoker
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.AsyncUnaryCall(method, host, With(options), request);

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.BlockingUnaryCall(method, host, With(options), request);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.AsyncServerStreamingCall(method, host, With(options), request);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        inner.AsyncClientStreamingCall(method, host, With(options));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        inner.AsyncDuplexStreamingCall(method, host, With(options));

    private CallOptions With(CallOptions options)
    {
        var headers = options.Headers ?? [];
        if (idempotencyKey() is { } key && headers.Get(IdempotencyKey.Name) is null)
        {
            headers.Add(IdempotencyKey.Name, key);
        }

        return options
            .WithHeaders(headers)
            .WithDeadline(options.Deadline ?? DateTime.UtcNow + Longest)
            .WithCredentials(CallCredentials.FromInterceptor(async (context, metadata) =>
                metadata.Add("authorization", "Bearer " + await token(context.CancellationToken))));
    }
}
