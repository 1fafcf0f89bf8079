using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary><c>POST /token</c>: exchanges a code, or gives a client a token of its own.</summary>
internal sealed class TokenEndpoint(string issuer, IdentityOptions options, SigningKey key, AuthorizationCodes codes)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ClientAuthentication clients = new(issuer, options);
    private readonly ILogger logger = options.Logging.CreateLogger("identity");

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, "invalid_request", "a form is expected");
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form.Any(field => field.Value.Count > 1))
        {
            await RefuseAsync(context, "invalid_request", "a parameter is given twice");
            return;
        }
        if (await clients.AuthenticateAsync(context.Request, form) is not { } client)
        {
            if (context.Request.Headers.Authorization.Count > 0)
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"identity\"";
            }

            await RefuseAsync(context, "invalid_client", "the client is unknown or not proven", StatusCodes.Status401Unauthorized);
            return;
        }
        await (form["grant_type"].ToString() switch
        {
            "authorization_code" => ExchangeAsync(context, form, client),
            "client_credentials" => GiveOwnTokenAsync(context, client),
            _ => RefuseAsync(context, "unsupported_grant_type", "authorization_code or client_credentials is expected"),
        });
    }

    private Task ExchangeAsync(HttpContext context, IFormCollection form, IdentityClient client)
    {
        var grant = codes.Redeem(form["code"].ToString());
        if (grant is null || grant.ClientId != client.ClientId || grant.RedirectUri != form["redirect_uri"]
            || !Proves(form["code_verifier"].ToString(), grant.CodeChallenge))
        {
            return RefuseAsync(context, "invalid_grant", "the code is unknown, used, over, somebody else's or not proven");
        }

        var now = options.Time.GetUtcNow();
        Dictionary<string, object> identity = new()
        {
            ["sub"] = grant.Person.Subject,
            ["name"] = grant.Person.Name,
            ["auth_time"] = grant.IssuedAt.ToUnixTimeSeconds(),
        };
        if (grant.Person.Email is { } email)
        {
            identity["email"] = email;
        }

        if (grant.Nonce is { } nonce)
        {
            identity["nonce"] = nonce;
        }

        return context.Response.WriteAsJsonAsync(new
        {
            access_token = AccessToken(issuer, grant.Person.Subject, client, now),
            token_type = "Bearer",
            expires_in = (int)Lifetime.TotalSeconds,
            scope = grant.Scope,
            id_token = key.Sign("JWT", issuer, client.ClientId, now, Lifetime, identity),
        }, context.RequestAborted);
    }

    private Task GiveOwnTokenAsync(HttpContext context, IdentityClient client) => client is { ClientCredentials: true, IsConfidential: true }
        ? context.Response.WriteAsJsonAsync(new
        {
            access_token = AccessToken(client.Audience ?? issuer, client.ClientId, client, options.Time.GetUtcNow()),
            token_type = "Bearer",
            expires_in = (int)Lifetime.TotalSeconds,
        }, context.RequestAborted)
        : RefuseAsync(context, "unauthorized_client", "this client has no access of its own");

    private string AccessToken(string audience, string subject, IdentityClient client, DateTimeOffset now) =>
        key.Sign("at+jwt", issuer, audience, now, Lifetime, new()
        {
            ["sub"] = subject,
            ["client_id"] = client.ClientId,
            ["jti"] = Guid.NewGuid().ToString("N"),
        });

    private static bool Proves(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128 && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));

    private Task RefuseAsync(HttpContext context, string error, string description, int status = StatusCodes.Status400BadRequest)
    {
        logger.LogInformation("Token refused: {Error}, {Description}", error, description);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error, error_description = description }, context.RequestAborted);
    }
}
