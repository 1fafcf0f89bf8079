using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary>The provider's ES256 key, kept in its data directory.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa key;
    private readonly SigningCredentials credentials;

    private SigningKey(ECDsa key)
    {
        this.key = key;
        // The cache goes by thumbprint and would hand the next provider of this process a key that we disposed of.
        var securityKey = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        securityKey.KeyId = Base64UrlEncoder.Encode(securityKey.ComputeJwkThumbprint());
        credentials = new SigningCredentials(securityKey, SecurityAlgorithms.EcdsaSha256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        Jwks = new
        {
            keys = new[]
            {
                new
                {
                    kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = securityKey.KeyId,
                    x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y),
                },
            },
        };
    }

    public object Jwks { get; }

    public static SigningKey LoadOrCreate(string directory)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, "identity-signing-key.pem");
        if (!File.Exists(file))
        {
            Create(directory, file);
        }

        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return new SigningKey(key);
    }

    public string Sign(string type, string issuer, string audience, DateTimeOffset now, TimeSpan lifetime, Dictionary<string, object> claims) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = credentials,
        });

    public void Dispose() => key.Dispose();

    private static void Create(string directory, string file)
    {
        using var created = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // Written beside and moved: a kill in the middle leaves no half key.
        var unfinished = Path.Combine(directory, $".{Guid.NewGuid():N}");
        using (var stream = new FileStream(unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(Encoding.ASCII.GetBytes(created.ExportPkcs8PrivateKeyPem()));
        }

        File.Move(unfinished, file);
    }
}
