using System.Security.Cryptography.X509Certificates;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Jtai.Portal.SigningIn;

/// <summary>
/// The keys that encrypt the portal's cookies, as files in a folder that replicas share, so that each reads the cookies of the
/// others. Whoever reads these keys can make a session's cookie, though not a session.
/// </summary>
/// <remarks>
/// In a cluster the operator protects them: with DataProtection:CertificateFile and :CertificateKeyFile (PEM, RSA) each key is
/// encrypted before it is written; without them the folder must be an encrypted volume that nothing but the portal can read.
/// A local run keeps them in the clear, in a folder of its data that the portal makes for the person who started it alone.
/// </remarks>
internal static class KeyRing
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void AddKeyRing(this WebApplicationBuilder builder)
    {
        var directory = new DirectoryInfo(builder.Configuration.Required("DataProtection:Directory"));
        if (!directory.Exists && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory.FullName, OwnerAlone);
        }

        var keys = builder.Services.AddDataProtection().SetApplicationName("jtai-portal").PersistKeysToFileSystem(directory);
        if (builder.Configuration["DataProtection:CertificateFile"] is { Length: > 0 } certificate)
        {
            keys.ProtectKeysWithCertificate(
                X509Certificate2.CreateFromPemFile(certificate, builder.Configuration.Required("DataProtection:CertificateKeyFile")));
        }
        else
        {
            // Said outright, so that the start-up log does not warn of what was chosen here.
            builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new NullXmlEncryptor());
        }
    }
}
