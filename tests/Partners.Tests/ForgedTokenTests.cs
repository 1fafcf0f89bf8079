using Grpc.Core;
using Jtai.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.Tests;

/// <summary>Access tokens that somebody bent: none is let in. The unbent one is, so that each refusal means something.</summary>
[Collection(PartnersCollection.Name)]
public sealed class ForgedTokenTests(PartnersHost host)
{
    public static TheoryData<string> Kinds => new(Forgeries.Kinds);

    [Fact]
    public void Kinds_OfForgery_AreAtLeastSixty() => Assert.InRange(Forgeries.Kinds.Count(), 60, int.MaxValue);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Call_WithAForgedToken_IsUnauthenticated(string kind)
    {
        // Accepted, it would be told that this partnership does not exist.
        var token = Forgeries.Of(host, "northshire", kind);
        await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.GetPartnershipAsync(new(), TestTokens.Bearer(token)));
    }

    [Fact]
    public async Task Call_WithTheTokenThatTheForgeriesBend_IsLetIn()
    {
        var area = await Area.MakeAsync(host);
        var forgeries = new Forgeries(host, area.Id);
        foreach (var token in new[] { forgeries.Good, forgeries.SignedAgain() })
        {
            Assert.Equal(area.Id, (await host.Client.GetPartnershipAsync(new(), TestTokens.Bearer(token))).PartnershipId);
        }
    }

    [Theory]
    [InlineData("tenant", "")]
    [InlineData("cap", "")]
    [InlineData("cap", "99")]
    [InlineData("cap", "partnershipmanager")]
    [InlineData("across", "true")]
    public async Task Call_WithAClaimThatOpensNothing_IsDenied(string claim, string value)
    {
        var area = await Area.MakeAsync(host);
        var claims = Forgeries.Claims(area.Id);
        claims[claim] = value;
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.OfferSharingGrantAsync(new(), TestTokens.Bearer(host.Tokens.Mint(claims))));
    }

    [Fact]
    public async Task Call_WithoutAToken_IsUnauthenticated() =>
        await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.ListAgenciesAsync(new()));

    [Fact]
    public async Task Call_WithATokenOfTheNextKey_IsLetIn()
    {
        var area = await Area.MakeAsync(host);
        var key = new ECDsaSecurityKey(host.NextKey) { KeyId = TestTokens.KeyId(host.NextKey) };
        var token = host.Tokens.Mint(Forgeries.Claims(area.Id), descriptor => descriptor.SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256));
        Assert.Equal(area.Id, (await host.Client.GetPartnershipAsync(new(), TestTokens.Bearer(token))).PartnershipId);
    }
}
