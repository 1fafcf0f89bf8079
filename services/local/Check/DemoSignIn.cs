using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary>
/// Signs a demo person in as a browser would, by code and PKCE at the local identity provider, without the browser.
/// </summary>
/// <param name="issuer">As the provider names itself.</param>
/// <param name="address">Where it listens.</param>
/// <param name="client">Whose tokens are asked for.</param>
internal sealed class DemoSignIn(string issuer, string address, IdentityClient client) : IDisposable
{
    /// <summary>Registered for this client; nothing listens there, since the redirect is read and not followed.</summary>
    public const string CallbackAddress = "http://localhost/apphost";

    public string Issuer => issuer;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <returns>The id token and the nonce that it was asked for with.</returns>
    public async Task<(string IdToken, string Nonce)> SignInAsync(string subject)
    {
        var (verifier, nonce) = (Random(), Random());
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var redirect = await http.GetAsync(
            $"{address}/authorize?response_type=code&scope=openid&client_id={client.ClientId}&person={Uri.EscapeDataString(subject)}" +
            $"&redirect_uri={Uri.EscapeDataString(CallbackAddress)}&code_challenge={challenge}&code_challenge_method=S256&nonce={nonce}");
        var code = redirect.Headers.Location is { } location ? QueryHelpers.ParseQuery(location.Query)["code"].ToString() : "";
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code.Length > 0 ? code : throw new CheckFailed($"the identity provider does not know {subject}"),
            ["redirect_uri"] = CallbackAddress,
            ["client_id"] = client.ClientId,
            ["client_secret"] = client.Secret,
            ["code_verifier"] = verifier,
        });
        using var answer = await http.PostAsync($"{address}/token", form);
        answer.EnsureSuccessStatusCode();
        using var tokens = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        return (tokens.RootElement.GetProperty("id_token").GetString()!, nonce);
    }

    public void Dispose() => http.Dispose();

    private static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
}
