using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Jtai.Local.Tests;

public sealed partial class IdentityTests : IAsyncLifetime, IDisposable
{
    private const string Back = "http://localhost:8080/signin";
    private const string Verifier = "a-verifier-of-at-least-forty-three-characters-0123";

    private static readonly DemoPerson Manager = new("p-1", "Ann <Manager>", "Partnership manager", "Northshire Council", "Northshire", "Runs the plan");

    private readonly TemporaryDirectory temporary = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly MovedClock clock = new();
    private IdentityProvider provider = null!;

    public async Task InitializeAsync() => provider = await Start();

    public async Task DisposeAsync() => await provider.DisposeAsync();

    public void Dispose()
    {
        temporary.Dispose();
        http.Dispose();
    }

    [Fact]
    public async Task SignIn_ByCodeWithPkce_GivesIdTokenThatAStandardClientAccepts()
    {
        var code = await ChooseAsync(Manager, nonce: "n-0S6");
        using var response = await ExchangeAsync(code, Verifier);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("Bearer", answer.RootElement.GetProperty("token_type").GetString());

        var token = await ValidateAsync(answer.RootElement.GetProperty("id_token").GetString()!, audience: "portal");
        Assert.Equal("p-1", token.Subject);
        Assert.Equal("Ann <Manager>", token.GetClaim("name").Value);
        Assert.Equal("n-0S6", token.GetClaim("nonce").Value);
        Assert.Equal("ES256", token.Alg);
        Assert.True(token.ValidTo > token.IssuedAt);
    }

    [Fact]
    public async Task Choose_ReturnsStateAndIssuerWithTheCode()
    {
        using var response = await http.GetAsync(await LinkOf(Manager, nonce: "n"));
        var query = QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        Assert.Equal("s/1", query["state"]);
        Assert.Equal(provider.Issuer, query["iss"]);
    }

    [Fact]
    public async Task Exchange_WithWrongVerifier_IsRefusedAndBurnsTheCode()
    {
        var code = await ChooseAsync(Manager);
        await AssertRefusedAsync(await ExchangeAsync(code, Verifier + "x"), "invalid_grant");
        await AssertRefusedAsync(await ExchangeAsync(code, Verifier), "invalid_grant");
    }

    [Fact]
    public async Task Exchange_OfUsedCode_IsRefused()
    {
        var code = await ChooseAsync(Manager);
        (await ExchangeAsync(code, Verifier)).EnsureSuccessStatusCode();
        await AssertRefusedAsync(await ExchangeAsync(code, Verifier), "invalid_grant");
    }

    [Fact]
    public async Task Exchange_AfterAMinute_IsRefused()
    {
        var code = await ChooseAsync(Manager);
        clock.Offset = TimeSpan.FromSeconds(61);
        await AssertRefusedAsync(await ExchangeAsync(code, Verifier), "invalid_grant");
    }

    [Fact]
    public async Task Exchange_ByAnotherClient_IsRefused()
    {
        var code = await ChooseAsync(Manager);
        await AssertRefusedAsync(await TokenAsync(new()
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Back, ["code_verifier"] = Verifier,
            ["client_id"] = "other", ["client_secret"] = "other-secret",
        }), "invalid_grant");
    }

    [Fact]
    public async Task Exchange_WithWrongSecret_IsRefused()
    {
        var code = await ChooseAsync(Manager);
        await AssertRefusedAsync(await ExchangeAsync(code, Verifier, secret: "guess"), "invalid_client", HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge", "", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("scope", "profile", "invalid_scope")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("nonce", "", "invalid_request")]
    [InlineData("response_mode", "form_post", "invalid_request")]
    public async Task Authorize_WithFault_GoesBackWithTheError(string parameter, string value, string error)
    {
        using var response = await http.GetAsync(Authorize("n", (parameter, value)));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var query = QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        Assert.Equal(error, query["error"]);
        Assert.Equal(provider.Issuer, query["iss"]);
    }

    [Theory]
    [InlineData("redirect_uri", "https://elsewhere.example/")]
    [InlineData("redirect_uri", Back + "/more")]
    [InlineData("client_id", "unknown")]
    [InlineData("person", "nobody")]
    public async Task Authorize_ForStrangers_GoesNowhere(string parameter, string value)
    {
        using var response = await http.GetAsync(Authorize("n", (parameter, value)));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task Authorize_ShowsPeopleEncodedAndWithoutScript()
    {
        using var response = await http.GetAsync(Authorize("n"));
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("Ann &lt;Manager&gt;", page, StringComparison.Ordinal);
        Assert.Contains("<h3>Northshire Council</h3>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetPeople_WhileRunning_ReplacesTheChoice()
    {
        provider.SetPeople([new("p-2", "Bob Lead", "Detective inspector", "Westmarch Police", "Forces", "Leads actions")]);
        var page = await http.GetStringAsync(Authorize("n"));
        Assert.Contains("Bob Lead", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_credentials")]
    [InlineData("refresh_token")]
    [InlineData("password")]
    public async Task Token_ByAnotherGrant_IsRefused(string grant) => await AssertRefusedAsync(
        await TokenAsync(new() { ["grant_type"] = grant, ["client_id"] = "portal", ["client_secret"] = "portal-secret" }), "unsupported_grant_type");

    [Fact]
    public async Task Discovery_SaysThatAnswersNameTheirIssuerAndOffersNoOtherGrant()
    {
        var discovery = JsonDocument.Parse(await http.GetStringAsync(provider.Issuer + "/.well-known/openid-configuration")).RootElement;
        Assert.Equal(provider.Issuer, discovery.GetProperty("issuer").GetString());
        Assert.True(discovery.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Equal(["authorization_code"], discovery.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString()));
    }

    [Fact]
    public async Task Restart_KeepsTheKey()
    {
        var before = await http.GetStringAsync(provider.Issuer + "/jwks");
        await provider.DisposeAsync();
        provider = await Start();
        Assert.Equal(before, await http.GetStringAsync(provider.Issuer + "/jwks"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(temporary.Sub("identity/identity-signing-key.pem")));
        (await ExchangeAsync(await ChooseAsync(Manager), Verifier)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task People_AddedWithTheToken_SignInBesideTheOthers_AndWithoutItNobodyIs()
    {
        var added = new DemoPerson("p-9", "Ora Venn", "Clerk", "Northshire Council", "Northshire", "");
        using var refused = await http.PostAsJsonAsync(provider.Issuer + "/people", new[] { added });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Post, provider.Issuer + "/people") { Content = JsonContent.Create(new[] { added }) };
        request.Headers.Authorization = new("Bearer", "a token of the tests");
        using var accepted = await http.SendAsync(request);
        accepted.EnsureSuccessStatusCode();

        (await ExchangeAsync(await ChooseAsync(added), Verifier)).EnsureSuccessStatusCode();
        (await ExchangeAsync(await ChooseAsync(Manager), Verifier)).EnsureSuccessStatusCode();
    }
}
