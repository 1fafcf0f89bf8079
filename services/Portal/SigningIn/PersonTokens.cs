using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Microsoft.Extensions.Caching.Memory;

namespace Jtai.Portal.SigningIn;

/// <summary>Access tokens of signed-in people, kept until 10 seconds before they end.</summary>
public sealed class PersonTokens(PartnersAsPortal partners, IMemoryCache cache)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <param name="tenantId">The partnership or workspace; null for the view across partnerships.</param>
    /// <exception cref="Grpc.Core.RpcException">PERMISSION_DENIED without an appointment there; UNAUTHENTICATED after the session's end.</exception>
    public async ValueTask<string> GetAsync(string sessionId, string? tenantId, CancellationToken ct)
    {
        var key = (typeof(PersonTokens), sessionId, tenantId);
        if (cache.TryGetValue(key, out string? token))
        {
            return token!;
        }

        var request = new IssueTokenRequest { SessionId = sessionId };
        if (tenantId is null)
        {
            request.AcrossPartnerships = true;
        }
        else
        {
            request.TenantId = tenantId;
        }

        var issued = await partners.Client.IssueTokenAsync(request, cancellationToken: ct);
        if (issued.ExpiresAt.ToDateTimeOffset() - Margin is var until && until > DateTimeOffset.UtcNow)
        {
            cache.Set(key, issued.AccessToken, until);
        }

        return issued.AccessToken;
    }
}
