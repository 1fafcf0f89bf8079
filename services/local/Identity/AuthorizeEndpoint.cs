using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary>What a code stands for until it is exchanged, once, within a minute.</summary>
internal sealed record AuthorizationGrant(
    DemoPerson Person, string ClientId, string RedirectUri, string CodeChallenge, string Nonce, DateTimeOffset IssuedAt);

/// <summary>
/// <c>GET /authorize</c>: shows who can be chosen; with <c>person</c> added to the same address, signs that person in.
/// </summary>
internal sealed class AuthorizeEndpoint(IdentityProvider provider, IdentityOptions options)
{
    private const int Sha256InBase64Url = 43;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, AuthorizationGrant> codes = new(StringComparer.Ordinal);

    /// <summary>Takes it out, so that neither a second try nor a wrong first one leaves anything to use.</summary>
    public AuthorizationGrant? Redeem(string code) => codes.TryRemove(code, out var grant) && !IsOver(grant) ? grant : null;

    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var redirectUri = query["redirect_uri"].ToString();
        // To an address that is not registered, nothing is sent: not even an error.
        if (options.Clients.FirstOrDefault(one => one.ClientId == query["client_id"]) is not { } client
            || !client.RedirectUris.Contains(redirectUri, StringComparer.Ordinal))
        {
            return ChoicePage.RefuseAsync(context, "The application that sent you here is not registered, or asks to return to an unknown address.");
        }

        if (Fault(query) is { } fault)
        {
            return Return(context, redirectUri, "error", fault);
        }

        if (query["person"].ToString() is not { Length: > 0 } subject)
        {
            return ChoicePage.ShowAsync(context, provider.People);
        }

        if (provider.People.FirstOrDefault(one => one.Subject == subject) is not { } person)
        {
            return ChoicePage.RefuseAsync(context, "That person is not among the demo people.");
        }

        return Return(context, redirectUri, "code", Issue(new AuthorizationGrant(
            person, client.ClientId, redirectUri, query["code_challenge"].ToString(), query["nonce"].ToString(), options.Time.GetUtcNow())));
    }

    private static string? Fault(IQueryCollection query) => query switch
    {
        _ when query["response_type"] != "code" => "unsupported_response_type",
        _ when !query["scope"].ToString().Split(' ').Contains("openid") => "invalid_scope",
        // PKCE with S256 and a nonce, nothing less; the answer goes into the query and nowhere else.
        _ when query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length != Sha256InBase64Url => "invalid_request",
        _ when query["nonce"].ToString().Length == 0 || query["response_mode"].ToString() is not ("" or "query") => "invalid_request",
        // Nobody stays signed in here.
        _ when query["prompt"] == "none" => "login_required",
        _ => null,
    };

    private string Issue(AuthorizationGrant grant)
    {
        foreach (var (old, _) in codes.Where(entry => IsOver(entry.Value)))
        {
            codes.TryRemove(old, out _);
        }

        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        codes[code] = grant;
        return code;
    }

    private bool IsOver(AuthorizationGrant grant) => options.Time.GetUtcNow() - grant.IssuedAt > Lifetime;

    /// <summary>With the issuer's name (RFC 9207), by which the client sees that another provider's answer is not ours.</summary>
    private Task Return(HttpContext context, string redirectUri, string name, string value)
    {
        Dictionary<string, string?> answer = new() { [name] = value, ["iss"] = provider.Issuer };
        if (context.Request.Query["state"].ToString() is { Length: > 0 } state)
        {
            answer["state"] = state;
        }

        context.Response.Redirect(QueryHelpers.AddQueryString(redirectUri, answer));
        return Task.CompletedTask;
    }
}
