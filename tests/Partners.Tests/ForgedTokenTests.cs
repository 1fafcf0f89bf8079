using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.ServiceDefaults;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.Tests;

/// <summary>Access tokens that somebody bent: none is let in. The unbent one is, so that each refusal means something.</summary>
[Collection(PartnersCollection.Name)]
public sealed class ForgedTokenTests(PartnersHost host)
{
    public static TheoryData<string> Kinds => new(Forgeries.Keys);

    private static readonly Dictionary<string, Func<PartnersHost, string, string>> Forgeries = new()
    {
        ["alg none"] = (host, id) => Unsigned(host, id, "none"),
        ["alg None"] = (host, id) => Unsigned(host, id, "None"),
        ["alg NONE"] = (host, id) => Unsigned(host, id, "NONE"),
        ["alg empty"] = (host, id) => Unsigned(host, id, ""),
        ["alg none, old signature kept"] = (host, id) => Header(Good(host, id), header => header["alg"] = "none"),
        ["HS256 with the public key in PEM"] = (host, id) => Hmac(host, id, Encoding.ASCII.GetBytes(host.SigningKey.ExportSubjectPublicKeyInfoPem())),
        ["HS256 with the public key in DER"] = (host, id) => Hmac(host, id, host.SigningKey.ExportSubjectPublicKeyInfo()),
        ["another key, right kid"] = (host, id) => Mint(host, id, token => token.SigningCredentials = Stranger(KidOf(host, id))),
        ["another key, its own kid"] = (host, id) => Mint(host, id, token => token.SigningCredentials = Stranger("mine")),
        ["another key, carried as jwk"] = (host, id) => WithKey(host, id, "jwk"),
        ["another key, pointed to by jku"] = (host, id) => WithKey(host, id, "jku"),
        ["another key, pointed to by x5u"] = (host, id) => WithKey(host, id, "x5u"),
        ["wrong kid, kept signature"] = (host, id) => Header(Good(host, id), header => header["kid"] = "other"),
        ["issuer"] = (host, id) => Mint(host, id, token => token.Issuer = "jtai"),
        ["no issuer"] = (host, id) => Mint(host, id, token => token.Issuer = null),
        ["audience"] = (host, id) => Mint(host, id, token => token.Audience = "jtai-portal"),
        ["no audience"] = (host, id) => Mint(host, id, token => token.Audience = null),
        ["type JWT"] = (host, id) => Mint(host, id, token => token.TokenType = "JWT"),
        ["no type"] = (host, id) => Header(Good(host, id), header => header.Remove("typ")),
        ["expired"] = (host, id) => Mint(host, id, token => token.Expires = DateTime.UtcNow.AddSeconds(-6)),
        ["without an end"] = (host, id) => Mint(host, id, token => token.Expires = null),
        ["not yet valid"] = (host, id) => Mint(host, id, token => token.NotBefore = DateTime.UtcNow.AddSeconds(30)),
        ["signature cut"] = (host, id) => Good(host, id)[..^4],
        ["signature gone"] = (host, id) => Good(host, id)[..(Good(host, id).LastIndexOf('.') + 1)],
        ["signature with a flipped bit"] = (host, id) => Signature(Good(host, id), bytes => bytes[5] ^= 1),
        ["signature of zeros"] = (host, id) => Signature(Good(host, id), bytes => Array.Clear(bytes)),
        ["widened tenant, kept signature"] = (host, id) => Payload(Good(host, id), claims => claims["tenant"] = "platform"),
        ["other person, kept signature"] = (host, id) => Payload(Good(host, id), claims => claims["sub"] = Guid.NewGuid().ToString()),
        ["later end, kept signature"] = (host, id) => Payload(Good(host, id), claims => claims["exp"] = 4102444800),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Call_WithAForgedToken_IsUnauthenticated(string kind)
    {
        var area = await Area.MakeAsync(host);
        await host.Client.GetPartnershipAsync(new(), PartnersHost.With(Good(host, area.Id)));
        var refusal = await Refusal.OfAsync(host.Client.GetPartnershipAsync(new(), PartnersHost.With(Forgeries[kind](host, area.Id))));
        Assert.Equal(StatusCode.Unauthenticated, refusal.Code);
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
        var claims = Claims(area.Id);
        claims[claim] = value;
        var refusal = await Refusal.OfAsync(host.Client.OfferSharingGrantAsync(new(), PartnersHost.With(host.Mint(claims))));
        Assert.Equal(StatusCode.PermissionDenied, refusal.Code);
    }

    [Fact]
    public async Task Call_WithoutAToken_IsUnauthenticated() =>
        Assert.Equal(StatusCode.Unauthenticated, (await Refusal.OfAsync(host.Client.ListAgenciesAsync(new()))).Code);

    [Fact]
    public async Task Call_WithATokenOfTheNextKey_IsLetIn()
    {
        var area = await Area.MakeAsync(host);
        var key = new ECDsaSecurityKey(host.NextKey);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        var token = Mint(host, area.Id, descriptor => descriptor.SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256));
        Assert.Equal(area.Id, (await host.Client.GetPartnershipAsync(new(), PartnersHost.With(token))).PartnershipId);
    }

    private static Dictionary<string, object> Claims(string tenant) => new()
    {
        [TokenClaims.Subject] = Guid.NewGuid().ToString(),
        [TokenClaims.Tenant] = tenant,
        [TokenClaims.Agency] = "council",
        [TokenClaims.Capacity] = nameof(Capacity.PartnershipManager),
    };

    private static string Good(PartnersHost host, string tenant) => host.Mint(Claims(tenant));

    private static string Mint(PartnersHost host, string tenant, Action<SecurityTokenDescriptor> bend) => host.Mint(Claims(tenant), bend);

    private static string KidOf(PartnersHost host, string tenant) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(Good(host, tenant)).Kid;

    private static string Unsigned(PartnersHost host, string tenant, string algorithm)
    {
        var bent = Header(Good(host, tenant), header => header["alg"] = algorithm);
        return bent[..(bent.LastIndexOf('.') + 1)];
    }

    private static string Hmac(PartnersHost host, string tenant, byte[] secret)
    {
        var parts = Header(Good(host, tenant), header => header["alg"] = "HS256").Split('.');
        var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(signature)}";
    }

    private static string WithKey(PartnersHost host, string tenant, string header)
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = stranger.ExportParameters(false).Q;
        var parts = Header(Good(host, tenant), values =>
        {
            values.Remove("kid");
            values[header] = header == "jwk"
                ? new JsonObject
                {
                    ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y),
                }
                : host.Provider.Issuer + "/keys";
        }).Split('.');
        var signature = stranger.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), HashAlgorithmName.SHA256);
        return $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(signature)}";
    }

    private static SigningCredentials Stranger(string keyId) =>
        new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = keyId }, SecurityAlgorithms.EcdsaSha256);

    private static string Header(string token, Action<JsonObject> bend) => Part(token, 0, bend);

    private static string Payload(string token, Action<JsonObject> bend) => Part(token, 1, bend);

    private static string Part(string token, int index, Action<JsonObject> bend)
    {
        var parts = token.Split('.');
        var json = JsonNode.Parse(Base64UrlEncoder.DecodeBytes(parts[index]))!.AsObject();
        bend(json);
        parts[index] = Base64UrlEncoder.Encode(json.ToJsonString());
        return string.Join('.', parts);
    }

    private static string Signature(string token, Action<byte[]> bend)
    {
        var parts = token.Split('.');
        var bytes = Base64UrlEncoder.DecodeBytes(parts[2]);
        bend(bytes);
        return $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(bytes)}";
    }
}
