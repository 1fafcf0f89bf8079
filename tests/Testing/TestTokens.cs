using System.Security.Cryptography;
using Jtai.Access;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Testing;

/// <summary>
/// Issues access tokens in place of Partners: real ES256 ones, whose keys are served on loopback as Partners serves its own.
/// </summary>
public sealed class TestTokens : IAsyncDisposable
{
    private const string KeyId = "test";
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly WebApplication app;

    private TestTokens(WebApplication app) => this.app = app;

    /// <summary>For the setting <c>Services:PartnersHttp</c>.</summary>
    public string Address => app.Urls.Single();

    public static async Task<TestTokens> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var tokens = new TestTokens(builder.Build());
        tokens.app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = TokenClaims.Issuer,
            ["jwks_uri"] = $"{tokens.Address}/jwks",
        }));
        tokens.app.MapGet("/jwks", () => Results.Json(new { keys = new[] { tokens.PublicKey() } }));
        await tokens.app.StartAsync();
        return tokens;
    }

    /// <summary>A person in one tenant.</summary>
    public string ForPerson(Guid personId, string tenantId, string agencyId, params Capacity[] capacities) => Mint(new()
    {
        [TokenClaims.Subject] = personId.ToString(),
        [TokenClaims.Tenant] = tenantId,
        [TokenClaims.Agency] = agencyId,
        [TokenClaims.Capacity] = capacities.Select(capacity => capacity.ToString()).ToArray(),
    });

    /// <summary>A person in the view across partnerships.</summary>
    public string AcrossPartnerships(Guid personId, string agencyId, params Capacity[] capacities) => Mint(new()
    {
        [TokenClaims.Subject] = personId.ToString(),
        [TokenClaims.Agency] = agencyId,
        [TokenClaims.Across] = "true",
        [TokenClaims.Capacity] = capacities.Select(capacity => capacity.ToString()).ToArray(),
    });

    /// <param name="name">E.g. <c>reporting</c>.</param>
    public string ForService(string name) => Mint(new() { [TokenClaims.Subject] = TokenClaims.ServicePrefix + name });

    /// <summary>A token with these claims beside iss, aud, exp, iat and jti.</summary>
    public string Mint(Dictionary<string, object> claims, TimeSpan? life = null)
    {
        claims["jti"] = Guid.NewGuid().ToString("N");
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            Claims = claims,
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow,
            Expires = DateTime.UtcNow + (life ?? TimeSpan.FromMinutes(30)),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private Dictionary<string, string> PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["alg"] = "ES256",
            ["use"] = "sig",
            ["kid"] = KeyId,
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
