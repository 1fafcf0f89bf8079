using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Jtai.Access;
using Jtai.Partners.V1;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary>
/// The platform's public gRPC door as an API client knows it: through the gateway, with the client's own key, and for people
/// who signed in with the identity provider.
/// </summary>
internal sealed class Door : IDisposable
{
    public const string ClientId = "client:apphost";

    private readonly GrpcChannel channel;
    private readonly ECDsa key;
    private readonly SigningCredentials signing;
    private readonly Bearer self;

    public Door(Uri gateway, Secrets secrets)
    {
        channel = GrpcChannel.ForAddress(gateway);
        key = ECDsa.Create();
        key.ImportFromPem(secrets.ClientKeys[ClientId]);
        signing = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = ClientId }, SecurityAlgorithms.EcdsaSha256);
        self = new Bearer(() => IssueClientTokenAsync(""));
    }

    /// <summary>Calls as the platform operator.</summary>
    public CallInvoker AsOperator() => Invoker(new Bearer(() => IssueClientTokenAsync("platform")));

    /// <summary>Starts a session for somebody whom the identity provider knows.</summary>
    public async Task<PersonAtDoor> SignInAsync(string idToken, string nonce)
    {
        var sessions = new Partners.V1.Partners.PartnersClient(Invoker(self));
        var started = await sessions.StartSessionAsync(
            new StartSessionRequest { IdToken = idToken, Nonce = nonce }, deadline: DateTime.UtcNow.AddSeconds(10));
        return new PersonAtDoor(started.Session, scope => Invoker(new Bearer(async () =>
        {
            var request = scope is null
                ? new IssueTokenRequest { SessionId = started.SessionId, AcrossPartnerships = true }
                : new IssueTokenRequest { SessionId = started.SessionId, TenantId = scope };
            return await sessions.IssueTokenAsync(request, deadline: DateTime.UtcNow.AddSeconds(10));
        })));
    }

    public void Dispose()
    {
        channel.Dispose();
        key.Dispose();
    }

    private async Task<IssueTokenReply> IssueClientTokenAsync(string tenant) =>
        await new Partners.V1.Partners.PartnersClient(channel).IssueClientTokenAsync(
            new IssueClientTokenRequest { ClientAssertion = ServiceTokens.Assertion(ClientId, signing), TenantId = tenant },
            deadline: DateTime.UtcNow.AddSeconds(10));

    private CallInvoker Invoker(Bearer bearer) => channel.Intercept(bearer);

    /// <summary>
    /// Presents a fresh token with each call. The idempotency key is made from the request, so that a seeding that was
    /// interrupted can be run again and makes nothing twice.
    /// </summary>
    private sealed class Bearer(Func<Task<IssueTokenReply>> issue) : Interceptor
    {
        private Task<IssueTokenReply?> current = Task.FromResult<IssueTokenReply?>(null);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var call = CallAsync(request, context, continuation);
            return new AsyncUnaryCall<TResponse>(
                Unwrap(call, inner => inner.ResponseAsync),
                Unwrap(call, inner => inner.ResponseHeadersAsync),
                () => call.Result.GetStatus(),
                () => call.Result.GetTrailers(),
                () => { });
        }

        private static async Task<T> Unwrap<TResponse, T>(Task<AsyncUnaryCall<TResponse>> call, Func<AsyncUnaryCall<TResponse>, Task<T>> part) =>
            await part(await call);

        private async Task<AsyncUnaryCall<TResponse>> CallAsync<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
            where TRequest : class
            where TResponse : class
        {
            var headers = new Metadata { { "authorization", $"Bearer {await TokenAsync()}" } };
            foreach (var header in context.Options.Headers ?? [])
            {
                headers.Add(header);
            }

            if (headers.Get("idempotency-key") is null)
            {
                headers.Add("idempotency-key", KeyOf(context.Method.FullName, (IMessage)request));
            }

            var options = context.Options.WithHeaders(headers);
            return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(
                context.Method,
                context.Host,
                options.Deadline is null ? options.WithDeadline(DateTime.UtcNow.AddSeconds(15)) : options));
        }

        private async Task<string> TokenAsync()
        {
            var token = await current;
            if (token is null || token.ExpiresAt.ToDateTimeOffset() < DateTimeOffset.UtcNow.AddSeconds(10))
            {
                // Two calls at once may each ask for a token; both are good.
                current = issue()!;
                token = await current;
            }

            return token!.AccessToken;
        }

        private static string KeyOf(string method, IMessage request) =>
            Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(method), .. request.ToByteArray()]))[..48];
    }
}

/// <summary>Somebody who signed in: callers for the places where they work.</summary>
internal sealed class PersonAtDoor(Session session, Func<string?, CallInvoker> callerFor)
{
    private readonly Dictionary<string, CallInvoker> callers = [];

    public Session Session => session;

    /// <summary>Calls within one tenant.</summary>
    public CallInvoker In(string tenantId) =>
        callers.TryGetValue(tenantId, out var caller) ? caller : callers[tenantId] = callerFor(tenantId);

    /// <summary>Calls for the view across partnerships.</summary>
    public CallInvoker Across() => callerFor(null);
}
