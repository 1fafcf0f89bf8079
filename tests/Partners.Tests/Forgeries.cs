using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.Tests;

/// <summary>
/// Ways to bend an access token, by name. Those that are signed by the platform's own key have nothing else wrong with them,
/// so that each rule is tried by itself.
/// </summary>
internal sealed class Forgeries(PartnersHost host, string tenant)
{
    private const string OtherTenant = "platform";

    private static readonly long Later = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds();

    private static readonly Dictionary<string, Func<Forgeries, string>> All = new()
    {
        // The algorithm
        ["alg none"] = forge => forge.Unsigned("none"),
        ["alg None"] = forge => forge.Unsigned("None"),
        ["alg NONE"] = forge => forge.Unsigned("NONE"),
        ["alg nOnE"] = forge => forge.Unsigned("nOnE"),
        ["alg none with a space"] = forge => forge.Unsigned("none "),
        ["alg empty"] = forge => forge.Unsigned(""),
        ["alg null"] = forge => forge.Unsigned(null),
        ["alg none, old signature kept"] = forge => Header(forge.Good, header => header["alg"] = "none"),
        ["no alg, old signature kept"] = forge => Header(forge.Good, header => header.Remove("alg")),
        ["alg es256 in small letters, signed"] = forge => forge.Signed(header => header["alg"] = "es256"),
        ["alg ES384, signed as ES256"] = forge => forge.Signed(header => header["alg"] = "ES384"),
        ["alg ES512, signed as ES256"] = forge => forge.Signed(header => header["alg"] = "ES512"),
        ["alg RS256, signed as ES256"] = forge => forge.Signed(header => header["alg"] = "RS256"),
        ["alg PS256, signed as ES256"] = forge => forge.Signed(header => header["alg"] = "PS256"),
        ["alg EdDSA, signed as ES256"] = forge => forge.Signed(header => header["alg"] = "EdDSA"),
        ["alg an array"] = forge => forge.Signed(header => header["alg"] = new JsonArray("ES256")),
        ["HS256 with the public key in PEM"] = forge => forge.Hmac(256, forge.Pem),
        ["HS256 with the public key in PEM and a line's end"] = forge => forge.Hmac(256, forge.Pem + "\n"),
        ["HS256 with the public key in DER"] = forge => forge.Hmac(256, forge.Der),
        ["HS256 with the public key as a JSON Web Key"] = forge => forge.Hmac(256, Jwk(forge.Key).ToJsonString()),
        ["HS256 with the public key's x"] = forge => forge.Hmac(256, forge.Key.ExportParameters(false).Q.X!),
        ["HS256 with an empty key"] = forge => forge.Hmac(256, []),
        ["HS256 with the key's id"] = forge => forge.Hmac(256, forge.KeyId),
        ["HS384 with the public key in PEM"] = forge => forge.Hmac(384, forge.Pem),
        ["HS512 with the public key in PEM"] = forge => forge.Hmac(512, forge.Pem),

        // The key
        ["another key, right kid"] = forge => forge.ByStranger(_ => { }),
        ["another key, its own kid"] = forge => forge.ByStranger(header => header["kid"] = "mine"),
        ["another key, no kid"] = forge => forge.ByStranger(header => header.Remove("kid")),
        ["another key, carried as jwk"] = forge => forge.ByStranger((header, key) => header["jwk"] = Jwk(key)),
        ["another key, carried as jwk, no kid"] = forge =>
            forge.ByStranger((header, key) => (header["jwk"], _) = (Jwk(key), header.Remove("kid"))),
        ["another key, pointed to by jku"] = forge => forge.ByStranger(header => header["jku"] = forge.Elsewhere),
        ["another key, pointed to by x5u"] = forge => forge.ByStranger(header => header["x5u"] = forge.Elsewhere),
        ["another key, carried as x5c"] = forge =>
            forge.ByStranger((header, key) => header["x5c"] = new JsonArray(Certificate(key))),
        ["another key, named by x5t"] = forge => forge.ByStranger(header => header["x5t"] = forge.KeyId),
        ["kid of a path"] = forge => forge.ByStranger(header => header["kid"] = "../../dev/null"),
        ["kid of SQL"] = forge => forge.ByStranger(header => header["kid"] = "' or '1'='1"),
        ["a key on another curve"] = forge =>
            forge.ByStranger(header => header["alg"] = "ES384", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384),
        ["wrong kid, kept signature"] = forge => Header(forge.Good, header => header["kid"] = "other"),
        ["wrong kid, signed"] = forge => forge.Signed(header => header["kid"] = "other"),
        ["kid of the next key, signed by the current"] = forge =>
            forge.Signed(header => header["kid"] = TestTokens.KeyId(forge.Host.NextKey)),
        ["no kid, signed"] = forge => forge.Signed(header => header.Remove("kid")),
        ["kid empty, signed"] = forge => forge.Signed(header => header["kid"] = ""),

        // Other headers
        ["type JWT"] = forge => forge.Signed(header => header["typ"] = "JWT"),
        ["type of an id token"] = forge => forge.Signed(header => header["typ"] = "id_token"),
        ["type empty"] = forge => forge.Signed(header => header["typ"] = ""),
        ["no type"] = forge => forge.Signed(header => header.Remove("typ")),
        ["crit of what nobody knows"] = forge =>
            forge.Signed(header => (header["crit"], header["urn:other"]) = (new JsonArray("urn:other"), true)),
        ["crit empty"] = forge => forge.Signed(header => header["crit"] = new JsonArray()),
        ["payload not encoded (b64 false)"] = forge =>
            forge.Signed(header => (header["b64"], header["crit"]) = (false, new JsonArray("b64"))),
        ["payload compressed, it says"] = forge => forge.Signed(header => header["zip"] = "DEF"),
        ["alg twice, none last"] = forge => forge.SignedTexts(header => header[..^1] + ",\"alg\":\"none\"}", payload => payload),
        ["kid twice"] = forge => forge.SignedTexts(header => header[..^1] + ",\"kid\":\"other\"}", payload => payload),
        ["type twice"] = forge => forge.SignedTexts(header => "{\"typ\":\"JWT\"," + header[1..], payload => payload),

        // Whose and for whom
        ["issuer"] = forge => forge.SignedClaims(claims => claims["iss"] = "jtai"),
        ["issuer with a slash"] = forge => forge.SignedClaims(claims => claims["iss"] = TokenClaims.Issuer + "/"),
        ["issuer empty"] = forge => forge.SignedClaims(claims => claims["iss"] = ""),
        ["issuer an array"] = forge => forge.SignedClaims(claims => claims["iss"] = new JsonArray("other", TokenClaims.Issuer)),
        ["no issuer"] = forge => forge.SignedClaims(claims => claims.Remove("iss")),
        ["audience"] = forge => forge.SignedClaims(claims => claims["aud"] = "jtai-portal"),
        ["audience in capitals"] = forge => forge.SignedClaims(claims => claims["aud"] = "JTAI"),
        ["audience empty"] = forge => forge.SignedClaims(claims => claims["aud"] = new JsonArray()),
        ["no audience"] = forge => forge.SignedClaims(claims => claims.Remove("aud")),
        ["an id token of an identity provider"] = forge => forge.Host.Provider.IdToken("somebody", "nonce"),
        ["an assertion of a client"] = forge => forge.Host.Assertion("service:portal"),

        // When
        ["expired"] = forge =>
            forge.SignedClaims(claims => claims["exp"] = DateTimeOffset.UtcNow.AddSeconds(-6).ToUnixTimeSeconds()),
        ["expired long ago"] = forge => forge.SignedClaims(claims => claims["exp"] = 1),
        ["end zero"] = forge => forge.SignedClaims(claims => claims["exp"] = 0),
        ["end negative"] = forge => forge.SignedClaims(claims => claims["exp"] = -1),
        ["end a word"] = forge => forge.SignedClaims(claims => claims["exp"] = "never"),
        ["end a number in quotes"] = forge => forge.SignedClaims(claims => claims["exp"] = $"{Later}"),
        ["end true"] = forge => forge.SignedClaims(claims => claims["exp"] = true),
        ["end null"] = forge => forge.SignedClaims(claims => claims["exp"] = null),
        ["end an array"] = forge => forge.SignedClaims(claims => claims["exp"] = new JsonArray(Later)),
        ["end in the year 3000"] = forge => forge.SignedClaims(claims => claims["exp"] = 32503680000),
        ["end beyond every calendar"] = forge => forge.SignedClaims(claims => claims["exp"] = long.MaxValue),
        ["end beyond every number"] = forge =>
            forge.SignedTexts(header => header, payload => payload.Replace("\"exp\":", "\"exp\":9e999", StringComparison.Ordinal)),
        ["without an end"] = forge => forge.SignedClaims(claims => claims.Remove("exp")),
        ["end twice"] = forge => forge.SignedTexts(header => header, payload => "{\"exp\":1," + payload[1..]),
        ["not yet valid"] = forge =>
            forge.SignedClaims(claims => claims["nbf"] = DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeSeconds()),
        ["valid after its end"] = forge => forge.SignedClaims(claims => claims["nbf"] = Later + 60),

        // The signature
        ["signature cut"] = forge => forge.Good[..^4],
        ["signature gone"] = forge => forge.Good[..(forge.Good.LastIndexOf('.') + 1)],
        ["signature and its dot gone"] = forge => forge.Good[..forge.Good.LastIndexOf('.')],
        ["signature with the first bit flipped"] = forge => Signature(forge.Good, bytes => Bent(bytes, 0)),
        ["signature with a bit of s flipped"] = forge => Signature(forge.Good, bytes => Bent(bytes, 40)),
        ["signature with the last bit flipped"] = forge => Signature(forge.Good, bytes => Bent(bytes, 63)),
        ["signature of zeros"] = forge => Signature(forge.Good, bytes => new byte[bytes.Length]),
        ["signature of ones"] = forge => Signature(forge.Good, bytes => [.. bytes.Select(_ => byte.MaxValue)]),
        ["signature with r of zero"] = forge => Signature(forge.Good, bytes => [.. new byte[32], .. bytes[32..]]),
        ["signature with s of zero"] = forge => Signature(forge.Good, bytes => [.. bytes[..32], .. new byte[32]]),
        ["signature with r and s exchanged"] = forge => Signature(forge.Good, bytes => [.. bytes[32..], .. bytes[..32]]),
        ["signature in DER"] = forge => forge.Sign(forge.HeaderText, forge.PayloadText, DSASignatureFormat.Rfc3279DerSequence),
        ["signature with a byte more"] = forge => Signature(forge.Good, bytes => [.. bytes, 0]),
        ["signature with a zero before each half"] = forge =>
            Signature(forge.Good, bytes => [0, .. bytes[..32], 0, .. bytes[32..]]),
        ["signature twice"] = forge => Signature(forge.Good, bytes => [.. bytes, .. bytes]),
        ["signature of another token"] = forge =>
            $"{forge.Part(0)}.{forge.Part(1)}.{forge.Host.Tokens.Mint(Claims(OtherTenant)).Split('.')[2]}",
        ["signature over the payload alone"] = forge => forge.SignedOver((_, payload) => payload),
        ["signature over texts that are not encoded"] = forge =>
            forge.SignedOver((_, _) => forge.HeaderText + "." + forge.PayloadText),

        // Changed after signing
        ["widened tenant, kept signature"] = forge => Payload(forge.Good, claims => claims["tenant"] = OtherTenant),
        ["emptied tenant, kept signature"] = forge => Payload(forge.Good, claims => claims["tenant"] = ""),
        ["tenant gone, kept signature"] = forge => Payload(forge.Good, claims => claims.Remove("tenant")),
        ["more capacities, kept signature"] = forge =>
            Payload(forge.Good, claims => claims["cap"] = new JsonArray("PartnershipManager", "PlatformOperator")),
        ["a deputy, kept signature"] = forge =>
            Payload(forge.Good, claims => claims["deputy_for"] = new JsonArray($"PartnershipManager {Guid.NewGuid()}")),
        ["other person, kept signature"] = forge => Payload(forge.Good, claims => claims["sub"] = Guid.NewGuid().ToString()),
        ["a service, kept signature"] = forge => Payload(forge.Good, claims => claims["sub"] = "service:reporting"),
        ["later end, kept signature"] = forge => Payload(forge.Good, claims => claims["exp"] = 4102444800),
        ["a space in the payload, kept signature"] = forge => Part(forge.Good, 1, text => text + " "),

        // Signed claims that say two things
        ["tenant twice"] = forge =>
            forge.SignedTexts(header => header, payload => $"{{\"tenant\":\"{OtherTenant}\",{payload[1..]}"),
        ["tenant twice, the other last"] = forge =>
            forge.SignedTexts(header => header, payload => $"{payload[..^1]},\"tenant\":\"{OtherTenant}\"}}"),
        ["two tenants in an array"] = forge =>
            forge.SignedClaims(claims => claims["tenant"] = new JsonArray(forge.Tenant, OtherTenant)),
        ["one tenant in an array"] = forge => forge.SignedClaims(claims => claims["tenant"] = new JsonArray(forge.Tenant)),
        ["person twice"] = forge =>
            forge.SignedTexts(header => header, payload => $"{{\"sub\":\"{Guid.NewGuid()}\",{payload[1..]}"),
        ["two persons in an array"] = forge =>
            forge.SignedClaims(claims => claims["sub"] = new JsonArray($"{Guid.NewGuid()}", "service:reporting")),
        ["two agencies in an array"] = forge =>
            forge.SignedClaims(claims => claims["agency"] = new JsonArray("council", "westmarch-police")),
        ["nobody"] = forge => forge.SignedClaims(claims => claims.Remove("sub")),
        ["a person without a name"] = forge => forge.SignedClaims(claims => claims["sub"] = ""),

        // The spelling
        ["standard base64, padded"] = forge => $"{forge.Good}==",
        ["header padded"] = forge => forge.Good.Replace(".", "=.", StringComparison.Ordinal),
        ["signature in standard base64"] = forge =>
            forge.SignedWith('-', signature => signature.Replace('-', '+').Replace('_', '/')),
        ["signature with unused bits set"] = forge => forge.Good[..^1] + Neighbour(forge.Good[^1]),
        ["white space within"] = forge => forge.Good.Insert(forge.Good.LastIndexOf('.') + 1, " "),
        ["white space in the signature"] = forge => forge.Good.Insert(forge.Good.Length - 10, " "),
        ["a tab in the payload"] = forge => forge.Good.Insert(forge.Good.IndexOf('.') + 5, "\t"),
        ["in quotes"] = forge => $"\"{forge.Good}\"",
        ["a dot before"] = forge => "." + forge.Good,
        ["a dot after"] = forge => forge.Good + ".",
        ["four segments"] = forge => forge.Good + ".e30",
        ["five segments"] = forge => forge.Good + ".e30.e30",
        ["encrypted, it says"] = forge =>
            $"{Base64UrlEncoder.Encode("""{"alg":"dir","enc":"A128CBC-HS256","typ":"at+jwt"}""")}..e30.e30.e30",
        ["payload detached"] = forge => $"{forge.Part(0)}..{forge.Part(2)}",
        ["header gone"] = forge => $".{forge.Part(1)}.{forge.Part(2)}",
        ["segments exchanged"] = forge => string.Join('.', forge.Good.Split('.').Reverse()),
        ["two tokens"] = forge => $"{forge.Good},{forge.Good}",
        ["JSON serialisation"] = forge =>
            $$"""{"payload":"{{forge.Part(1)}}","protected":"{{forge.Part(0)}}","signature":"{{forge.Part(2)}}"}""",
        ["payload that is no JSON"] = forge => forge.SignedTexts(header => header, _ => "tenant=platform"),
        ["payload that is an array"] = forge => forge.SignedTexts(header => header, payload => $"[{payload}]"),
        ["payload with a comment"] = forge => forge.SignedTexts(header => header, payload => payload + "/* */"),
        ["dots alone"] = _ => "..",
    };

    public static IEnumerable<string> Kinds => All.Keys;

    /// <summary>A token that is right in everything.</summary>
    public string Good { get; } = host.Tokens.Mint(Claims(tenant));

    private PartnersHost Host => host;

    private string Tenant => tenant;

    private ECDsa Key => host.Tokens.Key;

    private string KeyId => TestTokens.KeyId(Key);

    private string Pem => Key.ExportSubjectPublicKeyInfoPem();

    private byte[] Der => Key.ExportSubjectPublicKeyInfo();

    private string Elsewhere => host.Provider.Issuer + "/keys";

    private string HeaderText => Base64UrlEncoder.Decode(Part(0));

    private string PayloadText => Base64UrlEncoder.Decode(Part(1));

    public static string Of(PartnersHost host, string tenant, string kind) => All[kind](new Forgeries(host, tenant));

    public static Dictionary<string, object> Claims(string tenant) => new()
    {
        [TokenClaims.Subject] = Guid.NewGuid().ToString(),
        [TokenClaims.Tenant] = tenant,
        [TokenClaims.Agency] = "council",
        [TokenClaims.Capacity] = nameof(Capacity.PartnershipManager),
    };

    /// <summary>The good token, taken apart and signed again: the control of all that is signed here.</summary>
    public string SignedAgain() => SignedTexts(header => header, payload => payload);


    private static JsonObject Jwk(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }

    private static string Certificate(ECDsa key)
    {
        var request = new CertificateRequest("CN=jtai-partners", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return Convert.ToBase64String(certificate.RawData);
    }

    private static string Header(string token, Action<JsonObject> bend) => Part(token, 0, text => Bend(text, bend));

    private static string Payload(string token, Action<JsonObject> bend) => Part(token, 1, text => Bend(text, bend));

    private static string Part(string token, int index, Func<string, string> bend)
    {
        var parts = token.Split('.');
        parts[index] = Base64UrlEncoder.Encode(bend(Base64UrlEncoder.Decode(parts[index])));
        return string.Join('.', parts);
    }

    private static string Bend(string json, Action<JsonObject> bend)
    {
        var members = JsonNode.Parse(json)!.AsObject();
        bend(members);
        return members.ToJsonString();
    }

    private static string Signature(string token, Func<byte[], byte[]> bend)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(bend(Base64UrlEncoder.DecodeBytes(parts[2])))}";
    }

    private static byte[] Bent(byte[] bytes, int index)
    {
        bytes[index] ^= 1;
        return bytes;
    }

    // The last of 86 characters carries two bits of the 64 bytes; the other four should be zero.
    private static char Neighbour(char last) => last switch { 'A' => 'B', 'Q' => 'R', 'g' => 'h', _ => 'x' };

    private string Part(int index) => Good.Split('.')[index];

    private string Unsigned(string? algorithm)
    {
        var bent = Header(Good, header => header["alg"] = algorithm);
        return bent[..(bent.LastIndexOf('.') + 1)];
    }

    private string Hmac(int bits, string secret) => Hmac(bits, Encoding.ASCII.GetBytes(secret));

    private string Hmac(int bits, byte[] secret)
    {
        var bent = Header(Good, header => header["alg"] = $"HS{bits}");
        var signed = bent[..bent.LastIndexOf('.')];
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = bits switch
        {
            256 => HMACSHA256.HashData(secret, bytes),
            384 => HMACSHA384.HashData(secret, bytes),
            _ => HMACSHA512.HashData(secret, bytes),
        };
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    private string ByStranger(Action<JsonObject> bend) => ByStranger((header, _) => bend(header));

    private string ByStranger(Action<JsonObject, ECDsa> bend) =>
        ByStranger(bend, ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256);

    private string ByStranger(Action<JsonObject> bend, ECCurve curve, HashAlgorithmName hash) =>
        ByStranger((header, _) => bend(header), curve, hash);

    private string ByStranger(Action<JsonObject, ECDsa> bend, ECCurve curve, HashAlgorithmName hash)
    {
        using var stranger = ECDsa.Create(curve);
        var bent = Header(Good, header => bend(header, stranger));
        var signed = bent[..bent.LastIndexOf('.')];
        return $"{signed}.{Base64UrlEncoder.Encode(stranger.SignData(Encoding.ASCII.GetBytes(signed), hash))}";
    }

    private string Signed(Action<JsonObject> bend) => SignedTexts(header => Bend(header, bend), payload => payload);

    private string SignedClaims(Action<JsonObject> bend) => SignedTexts(header => header, payload => Bend(payload, bend));

    private string SignedTexts(Func<string, string> header, Func<string, string> payload) =>
        Sign(header(HeaderText), payload(PayloadText), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private string Sign(string header, string payload, DSASignatureFormat format)
    {
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        var signature = Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, format);
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    private string SignedOver(Func<string, string, string> what)
    {
        var signature = Key.SignData(Encoding.ASCII.GetBytes(what(Part(0), Part(1))), HashAlgorithmName.SHA256);
        return $"{Part(0)}.{Part(1)}.{Base64UrlEncoder.Encode(signature)}";
    }

    // No two signatures are alike: one of the next few has the character.
    private string SignedWith(char character, Func<string, string> bend)
    {
        while (true)
        {
            var parts = SignedAgain().Split('.');
            if (parts[2].Contains(character))
            {
                return $"{parts[0]}.{parts[1]}.{bend(parts[2])}";
            }
        }
    }
}
