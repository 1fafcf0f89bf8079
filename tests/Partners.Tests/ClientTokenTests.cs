using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class ClientTokenTests(PartnersHost host)
{
    public static TheoryData<string> Wrong => new(Bends.Keys);

    private static readonly Dictionary<string, Action<SecurityTokenDescriptor>> Bends = new()
    {
        ["unknown client"] = token => (token.Issuer, token.Claims["sub"]) = ("service:nobody", "service:nobody"),
        ["another client's name"] = token => (token.Issuer, token.Claims["sub"]) = ("service:portal", "service:portal"),
        ["sub that is not iss"] = token => token.Claims["sub"] = "service:portal",
        ["audience"] = token => token.Audience = "jtai-partners",
        ["two audiences"] = token => { token.Audience = null; token.Audiences.Add("jtai"); token.Audiences.Add("other"); },
        ["expired"] = token => token.Expires = DateTime.UtcNow.AddSeconds(-6),
        ["without an end"] = token => token.Expires = null,
        ["too long a life"] = token => token.Expires = DateTime.UtcNow.AddMinutes(6),
        ["no jti"] = token => token.Claims.Remove("jti"),
        ["unsigned"] = token => token.SigningCredentials = null,
        ["an access token"] = token => token.TokenType = "at+jwt",
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task IssueClientToken_WithAnAssertionThatIsWrong_IsUnauthenticated(string what) =>
        Assert.Equal(StatusCode.Unauthenticated, (await ExchangeRefusedAsync(host.Assertion("service:reporting", Bends[what]))).Code);

    [Fact]
    public async Task IssueClientToken_OfAService_LastsTenMinutesAndHasNoTenant()
    {
        var token = await ExchangeAsync("service:reporting");
        Assert.Equal(("service:reporting", false), (token.Subject, token.TryGetClaim("tenant", out _)));
        Assert.InRange(token.ValidTo - DateTime.UtcNow, TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task IssueClientToken_OfASystemUser_HasItsTenantCapacityAndAgencyForFortyFiveSeconds()
    {
        var token = await ExchangeAsync("client:force-system", "agency:westmarch-police");
        Assert.Equal(
            ("agency:westmarch-police", "SystemUser", "westmarch-police"),
            (token.GetClaim("tenant").Value, token.GetClaim("cap").Value, token.GetClaim("agency").Value));
        Assert.InRange(token.ValidTo - DateTime.UtcNow, TimeSpan.FromSeconds(35), TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task IssueClientToken_OfTheOperatorsClient_RunsTheRegister()
    {
        var reply = await host.Client.IssueClientTokenAsync(new() { ClientAssertion = host.Assertion("client:apphost"), TenantId = "platform" });
        var id = "charity-" + Guid.NewGuid().ToString("N")[..8];
        await host.Client.RegisterAgencyAsync(
            new() { AgencyId = id, Name = "C", ShortName = "C", Kind = AgencyKind.Charity }, TestTokens.Bearer(reply.AccessToken));
    }

    [Theory]
    [InlineData("service:reporting", "platform")]
    [InlineData("client:force-system", "agency:other")]
    [InlineData("client:force-system", "")]
    public async Task IssueClientToken_ForATenantThatIsNotItsOwn_IsDenied(string client, string tenant) =>
        Assert.Equal(StatusCode.PermissionDenied, (await ExchangeRefusedAsync(host.Assertion(client), tenant)).Code);

    [Fact]
    public async Task IssueClientToken_TwiceWithOneAssertion_WorksOnce()
    {
        var assertion = host.Assertion("service:reporting");
        await host.Client.IssueClientTokenAsync(new() { ClientAssertion = assertion });
        Assert.Contains("used before", (await ExchangeRefusedAsync(assertion)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jwks_PublishesCurrentAndNextKeyAndNoPrivatePart()
    {
        var metadata = await host.Service.Http.GetFromJsonAsync<JsonObject>("/.well-known/openid-configuration");
        Assert.Equal(("jtai-partners", host.Service.Http.BaseAddress + "jwks"), ((string)metadata!["issuer"]!, (string)metadata["jwks_uri"]!));
        var keys = (await host.Service.Http.GetFromJsonAsync<JsonObject>("/jwks"))!["keys"]!.AsArray();
        Assert.Equal(2, keys.Count);
        Assert.All(keys, key => Assert.Equal(
            ["alg", "crv", "kid", "kty", "use", "x", "y"], key!.AsObject().Select(member => member.Key).Order()));
        // What the published keys verify is what this service signs.
        var set = new JsonWebKeySet((await host.Service.Http.GetStringAsync("/jwks")));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            (await ExchangeAsync("service:reporting")).EncodedToken,
            new TokenValidationParameters { ValidIssuer = "jtai-partners", ValidAudience = "jtai", IssuerSigningKeys = set.GetSigningKeys() });
        Assert.True(result.IsValid);
    }

    [Theory]
    [InlineData("Id", "reporting")]
    [InlineData("PublicKey", "")]
    [InlineData("PublicKey", "no key")]
    [InlineData("Tenants:0", "platform")]
    public void Read_AClientThatIsNotUsable_StopsTheStart(string setting, string value)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var settings = new Dictionary<string, string?>
        {
            ["Clients:0:Id"] = "service:reporting", ["Clients:0:PublicKey"] = key.ExportSubjectPublicKeyInfoPem(),
        };
        Assert.Single(Client.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        settings["Clients:0:" + setting] = value;
        Assert.ThrowsAny<InvalidOperationException>(() => Client.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
    }

    [Theory]
    [InlineData("SigningKeys:Current", "")]
    [InlineData("SigningKeys:Current", "no key")]
    [InlineData("SigningKeys:Next", "no key")]
    public void Read_ASigningKeyThatIsNone_StopsTheStartAndNamesTheSetting(string setting, string value)
    {
        var settings = new Dictionary<string, string?> { ["SigningKeys:Current"] = host.Tokens.Key.ExportPkcs8PrivateKeyPem() };
        using var good = new SigningIn.SigningKeys(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        settings[setting] = value;
        var failure = Assert.ThrowsAny<InvalidOperationException>(
            () => new SigningIn.SigningKeys(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        Assert.Contains(setting, failure.Message, StringComparison.Ordinal);
    }

    private async Task<JsonWebToken> ExchangeAsync(string client, string tenant = "") => new(
        (await host.Client.IssueClientTokenAsync(new() { ClientAssertion = host.Assertion(client), TenantId = tenant })).AccessToken);

    private async Task<Refusal> ExchangeRefusedAsync(string assertion, string tenant = "") =>
        await Refusal.OfAsync(host.Client.IssueClientTokenAsync(new() { ClientAssertion = assertion, TenantId = tenant }));
}
