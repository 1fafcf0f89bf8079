using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary>
/// The platform as an API client knows it: through the gateway, with the client's own key, and for people who sign in with the
/// identity provider.
/// </summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly string clientId;
    private readonly ECDsa key;
    private readonly SigningCredentials signing;
    private readonly DemoSignIn identity;
    private readonly TimeProvider clock;

    /// <param name="gateway">Its gRPC address.</param>
    /// <param name="clientId">How Partners knows this client.</param>
    /// <param name="privateKey">The client's, PEM.</param>
    /// <param name="identity">Where people sign in.</param>
    /// <param name="clock">The platform's, where that is not the system's.</param>
    /// <exception cref="ArgumentException">The key is none.</exception>
    public GatewayClient(Uri gateway, string clientId, string privateKey, DemoSignIn identity, TimeProvider? clock = null)
    {
        // Tokens over plain HTTP: on loopback, or in a cluster to work in.
        channel = GrpcChannel.ForAddress(gateway, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        key = ECDsa.Create();
        key.ImportFromPem(privateKey);
        signing = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = clientId }, SecurityAlgorithms.EcdsaSha256);
        (this.clientId, this.identity, this.clock) = (clientId, identity, clock ?? TimeProvider.System);
    }

    /// <summary>The identity provider that people of this platform sign in with.</summary>
    public string Issuer => identity.Issuer;

    /// <summary>Calls as the platform operator.</summary>
    public CallInvoker AsOperator() => Invoker(() => IssueClientTokenAsync(TenantId.Platform));

    /// <summary>Starts a session for somebody whom the identity provider knows.</summary>
    public async Task<SignedInPerson> SignInAsync(string subject)
    {
        var (idToken, nonce) = await identity.SignInAsync(subject);
        var sessions = new Partners.V1.Partners.PartnersClient(Invoker(() => IssueClientTokenAsync("")));
        var started = await sessions.StartSessionAsync(new StartSessionRequest { IdToken = idToken, Nonce = nonce });
        return new SignedInPerson(started.Session, tenant => Invoker(async () => await sessions.IssueTokenAsync(tenant is null
            ? new IssueTokenRequest { SessionId = started.SessionId, AcrossPartnerships = true }
            : new IssueTokenRequest { SessionId = started.SessionId, TenantId = tenant })));
    }

    public void Dispose()
    {
        identity.Dispose();
        channel.Dispose();
        key.Dispose();
    }

    private async Task<IssueTokenReply> IssueClientTokenAsync(string tenant) =>
        await new Partners.V1.Partners.PartnersClient(channel).IssueClientTokenAsync(
            new IssueClientTokenRequest { ClientAssertion = ServiceTokens.Assertion(clientId, signing, clock.GetUtcNow().UtcDateTime), TenantId = tenant },
            deadline: DateTime.UtcNow.AddMinutes(1));

    private CallInvoker Invoker(Func<Task<IssueTokenReply>> issue) => channel.Intercept(new Bearer(issue, clock));

    /// <summary>
    /// Presents a fresh token with each call. The idempotency key is made from the request, so that what is tried again makes
    /// nothing twice.
    /// </summary>
    private sealed class Bearer : Interceptor
    {
        private readonly Func<Task<IssueTokenReply>> issue;
        private readonly TimeProvider clock;
        private readonly CallCredentials credentials;
        private IssueTokenReply? current;

        public Bearer(Func<Task<IssueTokenReply>> issue, TimeProvider clock)
        {
            (this.issue, this.clock) = (issue, clock);
            credentials = CallCredentials.FromInterceptor(async (_, headers) => headers.Add("authorization", $"Bearer {await TokenAsync()}"));
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, With(request, context));

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, With(request, context));

        private ClientInterceptorContext<TRequest, TResponse> With<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class
        {
            Metadata headers = [.. context.Options.Headers ?? []];
            if (headers.Get("idempotency-key") is null)
            {
                headers.Add("idempotency-key", KeyOf(context.Method.FullName, (IMessage)request));
            }

            var options = context.Options.WithHeaders(headers).WithCredentials(credentials)
                .WithDeadline(context.Options.Deadline ?? DateTime.UtcNow.AddMinutes(1));
            return new(context.Method, context.Host, options);
        }

        private async Task<string> TokenAsync()
        {
            if (current is not { } token || token.ExpiresAt.ToDateTimeOffset() < clock.GetUtcNow().AddSeconds(10))
            {
                // Two calls at once may each ask for a token; both are good.
                current = token = await issue();
            }

            return token.AccessToken;
        }

        private static string KeyOf(string method, IMessage request) =>
            Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(method), .. request.ToByteArray()]))[..48];
    }
}

/// <summary>Somebody who signed in: callers for the places where they work.</summary>
internal sealed class SignedInPerson(Session session, Func<string?, CallInvoker> callerFor)
{
    private readonly Dictionary<string, CallInvoker> callers = [];

    public Session Session => session;

    /// <summary>Calls within one tenant.</summary>
    public CallInvoker In(string tenantId) =>
        callers.TryGetValue(tenantId, out var caller) ? caller : callers[tenantId] = callerFor(tenantId);

    /// <summary>Calls for the view across partnerships.</summary>
    public CallInvoker Across() => callerFor(null);
}
