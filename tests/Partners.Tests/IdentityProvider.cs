using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.Tests;

/// <summary>A council's identity provider on loopback: discovery, keys, and id tokens that are right unless a test bends them.</summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string Audience = "jtai-portal";

    private readonly WebApplication app;
    private readonly ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rsa = RSA.Create(2048);

    private IdentityProvider(WebApplication app) => this.app = app;

    public string Issuer => app.Urls.Single();

    public SigningCredentials Es256 => new(new ECDsaSecurityKey(ecdsa) { KeyId = "es" }, SecurityAlgorithms.EcdsaSha256);

    public SigningCredentials Rs256 => new(new RsaSecurityKey(rsa) { KeyId = "rs" }, SecurityAlgorithms.RsaSha256);

    public SigningCredentials Rs384 => new(new RsaSecurityKey(rsa) { KeyId = "rs" }, SecurityAlgorithms.RsaSha384);

    /// <summary>HMAC with the public key as its secret: what a verifier that trusts the header would accept.</summary>
    public SigningCredentials Hs256OfPublicKey => new(
        new SymmetricSecurityKey(System.Text.Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = "rs" },
        SecurityAlgorithms.HmacSha256);

    public static async Task<IdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new IdentityProvider(builder.Build());
        provider.app.MapGet("/metadata", () => new { issuer = provider.Issuer, jwks_uri = provider.Issuer + "/keys" });
        provider.app.MapGet("/keys", provider.Keys);
        await provider.app.StartAsync();
        return provider;
    }

    public string IdToken(string subject, string nonce, Action<SecurityTokenDescriptor>? bend = null)
    {
        var now = DateTime.UtcNow;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = "JWT",
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["nonce"] = nonce },
            SigningCredentials = Es256,
        };
        bend?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>Of somebody whose address the provider has verified.</summary>
    public string IdTokenOf(string email, string subject, object? verified = null) => IdToken(subject, "nonce", token =>
    {
        token.Claims["email"] = email;
        token.Claims["email_verified"] = verified ?? true;
    });

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        ecdsa.Dispose();
        rsa.Dispose();
    }

    private object Keys()
    {
        var (point, modulus) = (ecdsa.ExportParameters(false).Q, rsa.ExportParameters(false));
        return new
        {
            keys = new object[]
            {
                new { kty = "EC", crv = "P-256", kid = "es", use = "sig", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) },
                new { kty = "RSA", kid = "rs", use = "sig", n = Base64UrlEncoder.Encode(modulus.Modulus), e = Base64UrlEncoder.Encode(modulus.Exponent) },
            },
        };
    }
}
