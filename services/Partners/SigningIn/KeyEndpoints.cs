using Jtai.Access;

namespace Jtai.Partners.SigningIn;

/// <summary>How everybody else learns the keys. Open: public keys are public.</summary>
public static class KeyEndpoints
{
    public static void MapSigningKeys(this WebApplication app)
    {
        app.MapGet("/.well-known/openid-configuration", (HttpRequest request) => new
        {
            issuer = TokenClaims.Issuer,
            jwks_uri = $"{request.Scheme}://{request.Host}/jwks",
        }).AllowAnonymous();
        app.MapGet("/jwks", (SigningKeys keys) => keys.ToJwks()).AllowAnonymous();
    }
}
