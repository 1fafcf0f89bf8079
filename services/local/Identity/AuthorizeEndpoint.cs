using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Jtai.Local;

/// <summary>
/// <c>GET /authorize</c>: shows who can be chosen; with <c>person</c> added to the same address, signs that person in.
/// </summary>
internal sealed class AuthorizeEndpoint(string issuer, IdentityOptions options, AuthorizationCodes codes, Func<IReadOnlyList<DemoPerson>> people)
{
    private const int Sha256InBase64Url = 43;

    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.Any(parameter => parameter.Value.Count > 1))
        {
            return ChoicePage.RefuseAsync(context, "A parameter of the request is given twice.");
        }

        var client = options.Clients.FirstOrDefault(one => one.ClientId == query["client_id"]);
        var redirectUri = query["redirect_uri"].ToString();
        // To an address that is not registered, nothing is sent: not even an error.
        if (client is null || !client.RedirectUris.Contains(redirectUri, StringComparer.Ordinal))
        {
            return ChoicePage.RefuseAsync(context, "The application that sent you here is not registered, or asks to return to an unknown address.");
        }

        if (Fault(query) is (var error, var description))
        {
            return Return(context, redirectUri, ("error", error), ("error_description", description));
        }

        if (query["person"].ToString() is not { Length: > 0 } subject)
        {
            return ChoicePage.ShowAsync(context, people());
        }

        if (people().FirstOrDefault(one => one.Subject == subject) is not { } person)
        {
            return ChoicePage.RefuseAsync(context, "That person is not among the demo people.");
        }

        var nonce = query["nonce"].ToString();
        var code = codes.Issue(new AuthorizationGrant(person, client.ClientId, redirectUri, query["code_challenge"].ToString(),
            nonce.Length > 0 ? nonce : null, query["scope"].ToString(), options.Time.GetUtcNow()));
        return Return(context, redirectUri, ("code", code));
    }

    private static (string Error, string Description)? Fault(IQueryCollection query)
    {
        if (query["response_type"] != "code")
        {
            return ("unsupported_response_type", "response_type must be code");
        }

        if (!query["scope"].ToString().Split(' ').Contains("openid"))
        {
            return ("invalid_scope", "scope must hold openid");
        }

        if (query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length != Sha256InBase64Url)
        {
            return ("invalid_request", "PKCE with S256 is required");
        }

        if (query["prompt"].ToString().Split(' ').Contains("none"))
        {
            return ("login_required", "nobody stays signed in here");
        }

        return null;
    }

    private Task Return(HttpContext context, string redirectUri, params (string Name, string Value)[] parameters)
    {
        List<KeyValuePair<string, string?>> all = [.. parameters.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value)), new("iss", issuer)];
        if (context.Request.Query["state"].ToString() is { Length: > 0 } state)
        {
            all.Add(new("state", state));
        }

        context.Response.Redirect(QueryHelpers.AddQueryString(redirectUri, all));
        return Task.CompletedTask;
    }
}
