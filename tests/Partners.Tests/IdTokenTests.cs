using Grpc.Core;
using Jtai.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class IdTokenTests(PartnersHost host)
{
    public static TheoryData<string> Wrong => new(Bends.Keys);

    private static readonly Dictionary<string, Action<IdentityProvider, SecurityTokenDescriptor>> Bends = new()
    {
        ["issuer"] = (_, token) => token.Issuer = "https://login.elsewhere.example",
        ["issuer with a slash"] = (_, token) => token.Issuer += "/",
        ["audience"] = (_, token) => token.Audience = "another-application",
        ["our own audience"] = (_, token) => token.Audience = "jtai",
        ["two audiences without azp"] = (_, token) => Audiences(token, null),
        ["two audiences, azp of the other"] = (_, token) => Audiences(token, "another-application"),
        ["expired"] = (_, token) => token.Expires = DateTime.UtcNow.AddMinutes(-1),
        ["without an end"] = (_, token) => token.Expires = null,
        ["not yet valid"] = (_, token) => token.NotBefore = DateTime.UtcNow.AddMinutes(2),
        ["unsigned"] = (_, token) => token.SigningCredentials = null,
        ["HS256 with the public key"] = (provider, token) => token.SigningCredentials = provider.Hs256OfPublicKey,
        ["RS384"] = (provider, token) => token.SigningCredentials = provider.Rs384,
        ["another key under a known id"] = (_, token) => token.SigningCredentials = Stranger("es"),
        ["another key under its own id"] = (_, token) => token.SigningCredentials = Stranger("mine"),
        ["access token type"] = (_, token) => token.TokenType = "at+jwt",
        ["another nonce"] = (_, token) => token.Claims["nonce"] = "another",
        ["no nonce"] = (_, token) => token.Claims.Remove("nonce"),
        ["nobody"] = (_, token) => token.Claims.Remove("sub"),
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task StartSession_WithAnIdTokenThatIsWrong_IsUnauthenticated(string what)
    {
        var subject = await KnownSubjectAsync();
        var token = host.Provider.IdToken(subject, "nonce", descriptor => Bends[what](host.Provider, descriptor));
        var refusal = await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.StartSessionAsync(new() { IdToken = token, Nonce = "nonce" }, host.AsPortal()));
        Assert.DoesNotContain(subject, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task StartSession_WithWhatIsNoToken_IsUnauthenticated(string token)
    {
        await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.StartSessionAsync(new() { IdToken = token, Nonce = "nonce" }, host.AsPortal()));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("two audiences, azp ours")]
    [InlineData("no type")]
    public async Task StartSession_WithOtherAcceptableTokens_Starts(string kind)
    {
        var subject = await KnownSubjectAsync();
        var token = host.Provider.IdToken(subject, "nonce", descriptor =>
        {
            switch (kind)
            {
                case "RS256": descriptor.SigningCredentials = host.Provider.Rs256; break;
                case "no type": descriptor.TokenType = null; break;
                default: Audiences(descriptor, IdentityProvider.Audience); break;
            }
        });
        Assert.Equal(43, (await host.Client.StartSessionAsync(new() { IdToken = token, Nonce = "nonce" }, host.AsPortal())).SessionId.Length);
    }

    [Fact]
    public async Task StartSession_WithAnEmptyNonce_IsUnauthenticated()
    {
        var token = host.Provider.IdToken(await KnownSubjectAsync(), "");
        await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.StartSessionAsync(new() { IdToken = token }, host.AsPortal()));
    }

    [Fact]
    public async Task StartSession_TwiceWithOneToken_WorksOnce()
    {
        var request = new V1.StartSessionRequest { IdToken = host.Provider.IdToken(await KnownSubjectAsync(), "nonce"), Nonce = "nonce" };
        await host.Client.StartSessionAsync(request, host.AsPortal());
        await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.StartSessionAsync(request, host.AsPortal()));
    }

    [Fact]
    public async Task StartSession_OfSomebodyUnknown_IsUnauthenticatedAndSaysWhomToAsk()
    {
        var token = host.Provider.IdToken("nobody-here", "nonce");
        var refusal = await Refusal.OfAsync(host.Client.StartSessionAsync(new() { IdToken = token, Nonce = "nonce" }, host.AsPortal()));
        Assert.Equal((StatusCode.Unauthenticated, true), (refusal.Code, refusal.Message.Contains("partnership manager", StringComparison.Ordinal)));
    }

    private async Task<string> KnownSubjectAsync()
    {
        var subject = Area.NewSubject();
        await Area.PersonAsync(host, await Area.AgencyAsync(host, "agency-" + subject[..8], V1.AgencyKind.Charity), subject);
        return subject;
    }

    private static void Audiences(SecurityTokenDescriptor token, string? party)
    {
        token.Audience = null;
        token.Audiences.Add(IdentityProvider.Audience);
        token.Audiences.Add("another-application");
        if (party is not null)
        {
            token.Claims["azp"] = party;
        }
    }

    private static SigningCredentials Stranger(string keyId) => new(
        new ECDsaSecurityKey(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256)) { KeyId = keyId },
        SecurityAlgorithms.EcdsaSha256);
}
