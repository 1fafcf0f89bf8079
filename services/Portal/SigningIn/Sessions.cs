using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Microsoft.Extensions.Caching.Memory;

namespace Jtai.Portal.SigningIn;

/// <summary>Sessions as Partners keeps them, asked for again after a few seconds: an appointment's end shows at once.</summary>
public sealed class Sessions(PartnersAsPortal partners, IMemoryCache cache)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);

    /// <exception cref="RpcException">UNAUTHENTICATED: the id token or the person is not accepted, with the reason.</exception>
    public async Task<string> StartAsync(string idToken, string nonce, CancellationToken ct) =>
        (await partners.Client.StartSessionAsync(new StartSessionRequest { IdToken = idToken, Nonce = nonce }, cancellationToken: ct)).SessionId;

    /// <exception cref="RpcException">UNAUTHENTICATED: the session is over.</exception>
    public async Task<Session> GetAsync(string sessionId, CancellationToken ct)
    {
        if (cache.TryGetValue((typeof(Sessions), sessionId), out Session? known))
        {
            return known!;
        }

        var session = await partners.Client.GetSessionAsync(new GetSessionRequest { SessionId = sessionId }, cancellationToken: ct);
        return cache.Set((typeof(Sessions), sessionId), session, KeptFor);
    }

    /// <summary>Ends it, whether or not it was still alive.</summary>
    public async Task EndAsync(string sessionId, CancellationToken ct)
    {
        cache.Remove((typeof(Sessions), sessionId));
        try
        {
            await partners.Client.EndSessionAsync(new EndSessionRequest { SessionId = sessionId }, cancellationToken: ct);
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.Unauthenticated or StatusCode.NotFound)
        {
            // It was over already.
        }
    }
}
