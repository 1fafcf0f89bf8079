using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local.Tests;

/// <summary>What the tests do as a browser and as an application.</summary>
public sealed partial class IdentityTests
{
    private Task<IdentityProvider> Start() => IdentityProvider.StartAsync(new()
    {
        DataDirectory = temporary.Sub("identity"),
        People = [Manager],
        PeopleToken = "a token of the tests",
        Time = clock,
        Clients =
        [
            new("portal") { Secret = "portal-secret", RedirectUris = [Back] },
            new("other") { Secret = "other-secret", RedirectUris = [Back] },
        ],
    });

    private string Authorize(string nonce, params (string Name, string Value)[] changes)
    {
        Dictionary<string, string?> query = new()
        {
            ["client_id"] = "portal", ["redirect_uri"] = Back, ["response_type"] = "code", ["scope"] = "openid profile email",
            ["state"] = "s/1", ["nonce"] = nonce, ["code_challenge_method"] = "S256",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        };
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return QueryHelpers.AddQueryString(provider.Issuer + "/authorize", query);
    }

    /// <summary>As a browser would: by the link on the page.</summary>
    private async Task<Uri> LinkOf(DemoPerson person, string nonce)
    {
        var page = await http.GetStringAsync(Authorize(nonce));
        var links = Link().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));
        return new Uri(provider.Issuer + links.Single(link => link.EndsWith($"person={person.Subject}", StringComparison.Ordinal)));
    }

    private async Task<string> ChooseAsync(DemoPerson person, string nonce = "n")
    {
        using var response = await http.GetAsync(await LinkOf(person, nonce));
        Assert.StartsWith(Back + "?", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(response.Headers.Location.Query)["code"]!;
    }

    private Task<HttpResponseMessage> ExchangeAsync(string code, string verifier, string secret = "portal-secret") => TokenAsync(new()
    {
        ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Back, ["code_verifier"] = verifier,
        ["client_id"] = "portal", ["client_secret"] = secret,
    });

    private async Task<HttpResponseMessage> TokenAsync(Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        return await http.PostAsync(new Uri(provider.Issuer + "/token"), content);
    }

    /// <summary>By IdentityModel's own reading of the discovery document and keys.</summary>
    private async Task<JsonWebToken> ValidateAsync(string token, string audience)
    {
        var discovery = new ConfigurationManager<OpenIdConnectConfiguration>(
            provider.Issuer + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = false });
        var configuration = await discovery.GetConfigurationAsync(CancellationToken.None);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = audience,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidAlgorithms = ["ES256"],
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, string error, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        using (response)
        {
            Assert.Equal(status, response.StatusCode);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(error, answer.GetProperty("error").GetString());
        }
    }

    [GeneratedRegex("<a href=\"([^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Offset;
    }
}
