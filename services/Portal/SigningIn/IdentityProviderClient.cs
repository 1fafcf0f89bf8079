using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Jtai.Portal.SigningIn;

/// <summary>The identity provider and what it knows the portal by.</summary>
/// <param name="Issuer">URL without a slash at its end.</param>
public sealed record IdentityProviderSettings(string Issuer, string ClientId, string ClientSecret);

/// <summary>The provider's own description of its endpoints, fetched when first needed and again once a day.</summary>
public sealed class IdentityProviderMetadata(IdentityProviderSettings settings)
{
    private readonly ConfigurationManager<OpenIdConnectConfiguration> metadata = new(
        settings.Issuer + "/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever { RequireHttps = settings.Issuer.StartsWith("https", StringComparison.Ordinal) });

    /// <exception cref="InvalidOperationException">The provider cannot be reached.</exception>
    public Task<OpenIdConnectConfiguration> GetAsync(CancellationToken ct) => metadata.GetConfigurationAsync(ct);
}

/// <summary>
/// OpenID Connect's authorization code flow with PKCE, as far as the portal takes part: Partners verifies the id token.
/// </summary>
public sealed class IdentityProviderClient(HttpClient http, IdentityProviderSettings settings, IdentityProviderMetadata metadata)
{
    public async Task<string> AuthorizeAddressAsync(SignInAttempt attempt, string callback, CancellationToken ct) =>
        QueryHelpers.AddQueryString((await metadata.GetAsync(ct)).AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["client_id"] = settings.ClientId,
            ["redirect_uri"] = callback,
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = attempt.Challenge,
            ["code_challenge_method"] = "S256",
        });

    /// <summary>A provider that names itself in its answer must be the one that was asked (RFC 9207).</summary>
    public bool IsAnswerOf(string? issuer) => issuer is null || issuer == settings.Issuer;

    /// <returns>The id token, or null where the provider does not take the code.</returns>
    /// <exception cref="HttpRequestException">The provider cannot be reached or fails.</exception>
    public async Task<string?> RedeemAsync(string code, SignInAttempt attempt, string callback, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, (await metadata.GetAsync(ct)).TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = callback,
                ["code_verifier"] = attempt.Verifier,
            }),
        };
        // RFC 6749 2.3.1: id and secret are form-encoded before they are joined.
        var credentials = $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        using var answer = await http.SendAsync(request, ct);
        if (answer.StatusCode == System.Net.HttpStatusCode.BadRequest)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Tokens>(ct))?.IdToken;
    }

    private sealed record Tokens([property: JsonPropertyName("id_token")] string? IdToken);
}
