using System.Security.Cryptography;
using Jtai.Access;
using Jtai.Errors;

namespace Jtai.Partners.SigningIn;

/// <summary>Keys that are settings: P-256 in PEM, which is what ES256 takes.</summary>
internal static class PemKeys
{
    /// <exception cref="InvalidOperationException">It is no such key; the message names the setting, never its value.</exception>
    internal static ECDsa Read(IConfiguration configuration, string setting)
    {
        var pem = configuration.Required(setting);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            throw NoKey(setting);
        }

        return key.KeySize == 256 ? key : throw NoKey(setting);
    }

    private static InvalidOperationException NoKey(string setting) => new($"The setting {setting} is not a P-256 key in PEM.");
}
