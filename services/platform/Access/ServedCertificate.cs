using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace Jtai.Access;

/// <summary>The certificate that a process serves, by the setting <c>Listen:CertificateFile</c>.</summary>
public static class ServedCertificate
{
    /// <summary>Null where it serves none.</summary>
    public static DateTimeOffset? EndOf(IConfiguration configuration)
    {
        if (configuration["Listen:CertificateFile"] is not { Length: > 0 } file)
        {
            return null;
        }

        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        return certificate.NotAfter.ToUniversalTime();
    }
}
