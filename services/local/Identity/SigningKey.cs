using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Local;

/// <summary>The provider's ES256 key.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa key = ECDsa.Create();
    private readonly SigningCredentials credentials;

    /// <param name="pem">P-256.</param>
    public SigningKey(string pem)
    {
        key.ImportFromPem(pem);
        // The cache goes by thumbprint and would hand the next provider of this process a key that we disposed of.
        var securityKey = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        securityKey.KeyId = Base64UrlEncoder.Encode(securityKey.ComputeJwkThumbprint());
        credentials = new SigningCredentials(securityKey, SecurityAlgorithms.EcdsaSha256);
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(securityKey);
        Jwks = new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, use = "sig", alg = "ES256", kid = jwk.Kid, x = jwk.X, y = jwk.Y } } };
    }

    /// <summary>The key that a directory holds; made where it holds none.</summary>
    public static SigningKey KeptIn(string directory)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, "identity-signing-key.pem");
        if (!File.Exists(file))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            // Closed to others before the key is in it; written beside and moved, since a kill in the middle must leave no half key.
            File.WriteAllText(file + ".new", "");
            File.SetUnixFileMode(file + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllText(file + ".new", made.ExportPkcs8PrivateKeyPem());
            File.Move(file + ".new", file);
        }

        return new SigningKey(File.ReadAllText(file));
    }

    /// <summary>The public half, as the JSON Web Key Set has it.</summary>
    public object Jwks { get; }

    public string Sign(SecurityTokenDescriptor token)
    {
        token.SigningCredentials = credentials;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    public void Dispose() => key.Dispose();
}
