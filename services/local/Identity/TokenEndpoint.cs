using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary><c>POST /token</c>: exchanges a code.</summary>
internal sealed class TokenEndpoint(IdentityProvider provider, IdentityOptions options, SigningKey key, AuthorizeEndpoint codes)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ILogger logger = options.Logging.CreateLogger("identity");

    public async Task HandleAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        if (ClientOf(form) is not { } client)
        {
            await RefuseAsync(context, "invalid_client", StatusCodes.Status401Unauthorized);
            return;
        }

        if (form["grant_type"] != "authorization_code")
        {
            await RefuseAsync(context, "unsupported_grant_type");
            return;
        }

        if (codes.Redeem(form["code"].ToString()) is not { } grant || grant.ClientId != client.ClientId
            || grant.RedirectUri != form["redirect_uri"] || !Proves(form["code_verifier"].ToString(), grant.CodeChallenge))
        {
            await RefuseAsync(context, "invalid_grant");
            return;
        }

        await context.Response.WriteAsJsonAsync(new
        {
            // OAuth demands one. There is nothing here that it would open.
            access_token = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32)),
            token_type = "Bearer",
            expires_in = (int)Lifetime.TotalSeconds,
            id_token = IdToken(grant),
        });
    }

    private string IdToken(AuthorizationGrant grant)
    {
        var now = options.Time.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["sub"] = grant.Person.Subject,
            ["name"] = grant.Person.Name,
            ["auth_time"] = grant.IssuedAt.ToUnixTimeSeconds(),
            ["nonce"] = grant.Nonce,
        };
        if (grant.Person.Email is { } email)
        {
            (claims["email"], claims["email_verified"]) = (email, true);
        }

        return key.Sign(new SecurityTokenDescriptor
        {
            Issuer = provider.Issuer,
            Audience = grant.ClientId,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = claims,
        });
    }

    /// <summary>By its secret in the form, as ASP.NET's handler sends it.</summary>
    private IdentityClient? ClientOf(IFormCollection form) => options.Clients.FirstOrDefault(client =>
        client.ClientId == form["client_id"] && AreEqual(client.Secret, form["client_secret"].ToString()));

    private static bool Proves(string verifier, string challenge) => verifier.Length is >= 43 and <= 128
        && AreEqual(Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), challenge);

    private static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private Task RefuseAsync(HttpContext context, string error, int status = StatusCodes.Status400BadRequest)
    {
        logger.LogWarning("Token refused: {Error}", error);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error });
    }
}
