namespace Grpc.Core.Interceptors;

/// <summary>The call that a client-side interceptor stands before.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">The response.</typeparam>
/// <param name="method">The method called.</param>
/// <param name="host">The virtual host, or null for the channel's own.</param>
/// <param name="options">Headers, deadline and the like.</param>
public readonly struct ClientInterceptorContext<TRequest, TResponse>(
    Method<TRequest, TResponse> method, string? host, CallOptions options)
    where TRequest : class
    where TResponse : class
{
    /// <summary>The method called.</summary>
    public Method<TRequest, TResponse> Method { get; } = method;

    /// <summary>The virtual host, or null for the channel's own.</summary>
    public string? Host { get; } = host;

    /// <summary>Headers, deadline and the like.</summary>
    public CallOptions Options { get; } = options;
}
