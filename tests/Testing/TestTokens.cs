using System.Security.Cryptography;
using Grpc.Core;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;
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
    private readonly WebApplication app;
    private readonly SigningCredentials credentials;

    private TestTokens(WebApplication app) => (this.app, credentials) =
        (app, new SigningCredentials(new ECDsaSecurityKey(Key) { KeyId = KeyId(Key) }, SecurityAlgorithms.EcdsaSha256));

    /// <summary>For the setting <c>Services:PartnersHttp</c>.</summary>
    public string Address => app.Urls.Single();

    /// <summary>Signs them; Partners itself is given it as its own.</summary>
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

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

    /// <summary>A person in one tenant who stands in there for another in a capacity of theirs.</summary>
    public string ForDeputy(Guid personId, string tenantId, string agencyId, Guid deputyFor, params Capacity[] capacities) => Mint(new()
    {
        [TokenClaims.Subject] = personId.ToString(),
        [TokenClaims.Tenant] = tenantId,
        [TokenClaims.Agency] = agencyId,
        [TokenClaims.Capacity] = capacities.Select(capacity => capacity.ToString()).ToArray(),
        [TokenClaims.DeputyFor] = capacities.Select(capacity => new Deputising(capacity, deputyFor).ToClaim()).ToArray(),
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
    /// <param name="claims">Its own.</param>
    /// <param name="bend">Makes it wrong.</param>
    public string Mint(Dictionary<string, object> claims, Action<SecurityTokenDescriptor>? bend = null)
    {
        claims["jti"] = Guid.NewGuid().ToString("N");
        var token = new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            Claims = claims,
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow,
            Expires = DateTime.UtcNow.AddMinutes(30),
            SigningCredentials = credentials,
        };
        bend?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <summary>Headers of a call with this token, and with a key for a write: of its own unless it is given.</summary>
    public static Metadata Bearer(string token, string? key = null) =>
        new() { { "authorization", $"Bearer {token}" }, { Write.KeyHeader, key ?? Guid.NewGuid().ToString() } };

    /// <summary>The name that Partners gives a key.</summary>
    public static string KeyId(ECDsa key) => Base64UrlEncoder.Encode(new ECDsaSecurityKey(key).ComputeJwkThumbprint());

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Key.Dispose();
    }

    private Dictionary<string, string> PublicKey()
    {
        var point = Key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["alg"] = "ES256",
            ["use"] = "sig",
            ["kid"] = KeyId(Key),
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
