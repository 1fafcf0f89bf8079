using Microsoft.IdentityModel.Tokens;

namespace Jtai.Partners.SigningIn;

/// <summary>
/// The keys of access tokens, shared by all replicas: <c>SigningKeys:Current</c> signs; <c>SigningKeys:Next</c> (optional)
/// is published beside it, so that everybody knows it before it becomes the current one. Both are PKCS#8 PEM of P-256.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private readonly ECDsaSecurityKey current;
    private readonly ECDsaSecurityKey? next;

    public SigningKeys(IConfiguration configuration)
    {
        current = Read(configuration, "SigningKeys:Current");
        next = configuration["SigningKeys:Next"] is { Length: > 0 } ? Read(configuration, "SigningKeys:Next") : null;
        Credentials = new SigningCredentials(current, SecurityAlgorithms.EcdsaSha256);
    }

    public SigningCredentials Credentials { get; }

    public IEnumerable<ECDsaSecurityKey> All => next is null ? [current] : [current, next];

    /// <summary>The public halves, as a JSON Web Key Set.</summary>
    public object ToJwks() => new
    {
        keys = All.Select(key =>
        {
            // Only Q, so that no private part can get into the answer.
            var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
            return new
            {
                kty = "EC",
                crv = "P-256",
                use = "sig",
                alg = SecurityAlgorithms.EcdsaSha256,
                kid = key.KeyId,
                x = Base64UrlEncoder.Encode(point.X),
                y = Base64UrlEncoder.Encode(point.Y),
            };
        }),
    };

    public void Dispose()
    {
        current.ECDsa.Dispose();
        next?.ECDsa.Dispose();
    }

    private static ECDsaSecurityKey Read(IConfiguration configuration, string setting)
    {
        var key = new ECDsaSecurityKey(PemKeys.Read(configuration, setting));
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }
}
