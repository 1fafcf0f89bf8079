using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary>What a code stands for until it is exchanged, once, within a minute.</summary>
internal sealed record AuthorizationGrant(
    DemoPerson Person, string ClientId, string RedirectUri, string CodeChallenge, string? Nonce, string Scope, DateTimeOffset IssuedAt);

internal sealed class AuthorizationCodes(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, AuthorizationGrant> grants = new(StringComparer.Ordinal);

    public string Issue(AuthorizationGrant grant)
    {
        foreach (var (old, _) in grants.Where(entry => IsOver(entry.Value)))
        {
            grants.TryRemove(old, out _);
        }

        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        grants[code] = grant;
        return code;
    }

    /// <summary>Takes it out, so that neither a second try nor a wrong first one leaves anything to use.</summary>
    public AuthorizationGrant? Redeem(string code) =>
        grants.TryRemove(code, out var grant) && !IsOver(grant) ? grant : null;

    private bool IsOver(AuthorizationGrant grant) => time.GetUtcNow() - grant.IssuedAt > Lifetime;
}
