using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary>Which client calls the token endpoint: by secret, by a JWT of its key, or, for public clients, by name alone.</summary>
internal sealed class ClientAuthentication(string issuer, IdentityOptions options)
{
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan LongestAssertion = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> usedAssertions = new(StringComparer.Ordinal);

    /// <summary>Null where nobody is proven, or where more than one way was tried at once.</summary>
    public async Task<IdentityClient?> AuthenticateAsync(HttpRequest request, IFormCollection form)
    {
        var basic = Basic(request);
        var assertion = form["client_assertion"].ToString();
        var secret = form["client_secret"].ToString();
        var ways = (request.Headers.Authorization.Count > 0 ? 1 : 0) + (assertion.Length > 0 ? 1 : 0) + (secret.Length > 0 ? 1 : 0);
        if (ways > 1)
        {
            return null;
        }

        if (assertion.Length > 0)
        {
            return form["client_assertion_type"] == JwtBearer ? await ByAssertionAsync(assertion, form["client_id"].ToString()) : null;
        }

        if (request.Headers.Authorization.Count > 0)
        {
            return basic is (var id, var password) ? BySecret(id, password) : null;
        }

        if (secret.Length > 0)
        {
            return BySecret(form["client_id"].ToString(), secret);
        }

        return Named(form["client_id"].ToString()) is { IsConfidential: false } client ? client : null;
    }

    private IdentityClient? Named(string id) => options.Clients.FirstOrDefault(client => client.ClientId == id);

    private IdentityClient? BySecret(string id, string secret) =>
        Named(id) is { Secret: { } expected } client
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(expected)) ? client : null;

    private async Task<IdentityClient?> ByAssertionAsync(string assertion, string statedId)
    {
        var handler = new JsonWebTokenHandler();
        JsonWebToken claimed;
        try
        {
            claimed = handler.ReadJsonWebToken(assertion);
        }
        catch (ArgumentException) // How the library says that it is no token.
        {
            return null;
        }
        if (Named(claimed.Issuer) is not { PublicKeyPem: { } pem } client || (statedId.Length > 0 && statedId != client.ClientId))
        {
            return null;
        }

        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        // Not cached: the key is disposed of with this call.
        var securityKey = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        var now = options.Time.GetUtcNow();
        var result = await handler.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidIssuer = client.ClientId,
            ValidAudiences = [issuer, issuer + "/token"],
            IssuerSigningKey = securityKey,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            LifetimeValidator = (from, to, _, _) => to > (now - ClockSkew).UtcDateTime && to <= (now + LongestAssertion + ClockSkew).UtcDateTime
                && (from is null || from <= (now + ClockSkew).UtcDateTime),
        });
        return result.IsValid && claimed.Subject == client.ClientId && claimed.Id is { Length: > 0 } && IsFirstUse(client, claimed, now) ? client : null;
    }

    private bool IsFirstUse(IdentityClient client, JsonWebToken assertion, DateTimeOffset now)
    {
        foreach (var (old, _) in usedAssertions.Where(entry => entry.Value < now - ClockSkew))
        {
            usedAssertions.TryRemove(old, out _);
        }

        return usedAssertions.TryAdd($"{client.ClientId} {assertion.Id}", assertion.ValidTo);
    }

    private static (string Id, string Secret)? Basic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length))
        {
            return null;
        }
        // RFC 6749, 2.3.1: both halves are form-encoded first.
        return Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret]
            ? (Uri.UnescapeDataString(id.Replace('+', ' ')), Uri.UnescapeDataString(secret.Replace('+', ' ')))
            : null;
    }
}
