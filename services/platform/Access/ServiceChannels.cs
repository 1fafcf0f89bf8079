using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Jtai.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Access;

/// <summary>
/// Channels to the other services, over all replicas in turn. A setting such as <c>Services:Actions</c> is an address,
/// <c>http://actions:8081</c>, whose name stands for all the addresses that DNS has for it (a headless service's are its
/// replicas), or several addresses with commas between them.
/// </summary>
public static class ServiceChannels
{
    /// <summary>How soon a new replica is found: the least that the gRPC client's own resolver allows.</summary>
    public static readonly TimeSpan LookUpAgain = TimeSpan.FromSeconds(15);

    /// <exception cref="StartRefused">The setting is missing or holds something else.</exception>
    public static IReadOnlyList<Uri> AddressesOf(IConfiguration configuration, string service) =>
    [
        .. configuration.Required($"Services:{service}").Split(',', StringSplitOptions.TrimEntries).Select(text =>
            Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? address
                : throw new StartRefused($"The setting Services:{service} holds '{text}'. Give addresses like http://actions:8081, with commas between them.")),
    ];

    /// <summary>A channel to the service at the setting <c>Services:{service}</c>.</summary>
    public static GrpcChannel Open(IConfiguration configuration, string service, Action<GrpcChannelOptions>? configure = null)
    {
        var addresses = AddressesOf(configuration, service);
        var isName = addresses is [{ HostNameType: UriHostNameType.Dns }];
        ResolverFactory resolver = isName
            ? new DnsResolverFactory(LookUpAgain)
            : new StaticResolverFactory(_ => addresses.Select(address => new BalancerAddress(address.DnsSafeHost, address.Port)));
        var options = new GrpcChannelOptions
        {
            // Tokens go with each call and not with the channel; in the clear too, where a mesh adds TLS.
            Credentials = addresses[0].Scheme == Uri.UriSchemeHttps ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure,
            UnsafeUseInsecureChannelCallCredentials = true,
            HttpHandler = ToServices(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }, configuration),
            DisposeHttpClient = true,
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromSeconds(1),
            ServiceProvider = new ServiceCollection().AddSingleton(resolver).BuildServiceProvider(),
            ServiceConfig = new ServiceConfig
            {
                LoadBalancingConfigs = { new RoundRobinConfig() },
                MethodConfigs = { Retries },
                RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 20, TokenRatio = 0.1 },
            },
        };
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(isName ? $"dns:///{addresses[0].Authority}" : $"static:///{service}", options);
    }

    /// <summary>
    /// Trusts those alone whom the authority of <c>Services:CertificateAuthorityFile</c> (PEM) vouches for, where that is set.
    /// Renews connections, so that an address before several spreads them, and leaves one whose other end is silent. It sets no
    /// ConnectTimeout: the gRPC client counts it over all its attempts at a replica, and when it runs out can take the attempt that
    /// ends for the one to start, and never come back to that replica.
    /// </summary>
    public static SocketsHttpHandler ToServices(SocketsHttpHandler handler, IConfiguration configuration)
    {
        if (configuration["Services:CertificateAuthorityFile"] is { Length: > 0 } authority)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(authority);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(5);
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        return handler;
    }

    /// <summary>An invoker for a service, with this service's own token.</summary>
    public static CallInvoker AsService(this IServiceProvider services, string service) =>
        Open(services.GetRequiredService<IConfiguration>(), service)
            .Intercept(new AuthorisedCalls(services.GetRequiredService<ServiceTokens>().GetAsync));

    // Another replica can answer what one did not: a read changes nothing, and a write has its idempotency key. While services
    // are down, retries stay below a tenth of the calls.
    private static MethodConfig Retries => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 3,
            InitialBackoff = TimeSpan.FromMilliseconds(50),
            MaxBackoff = TimeSpan.FromMilliseconds(500),
            BackoffMultiplier = 3,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}

/// <summary>Gives every call an access token and an end, also where its author forgot it: after 10 seconds.</summary>
/// <param name="token">A token that is still good for a while.</param>
/// <param name="addTo">Adds further metadata.</param>
public sealed class AuthorisedCalls(Func<CancellationToken, ValueTask<string>> token, Action<Metadata>? addTo = null) : Interceptor
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Authorised(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Authorised(context));

    private ClientInterceptorContext<TRequest, TResponse> Authorised<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        var headers = context.Options.Headers ?? [];
        addTo?.Invoke(headers);
        var options = context.Options
            .WithHeaders(headers)
            .WithDeadline(context.Options.Deadline ?? DateTime.UtcNow + Longest)
            .WithCredentials(CallCredentials.FromInterceptor(async (call, metadata) =>
                metadata.Add("authorization", $"Bearer {await token(call.CancellationToken)}")));
        return new(context.Method, context.Host, options);
    }
}
