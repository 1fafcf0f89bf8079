using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>The Secrets that an environment's manifests name: what cert-manager would make of each Certificate, and the rest as an operator would.</summary>
internal sealed class MadeSecrets : IDisposable
{
    private readonly Dictionary<string, string> values = [];

    public MadeSecrets(Manifests manifests)
    {
        foreach (var served in manifests.Of("Certificate").Where(one => one["spec"]!["dnsNames"] is not null))
        {
            Certify(served);
        }

        using var ring = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=key ring", ring, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        foreach (var (secret, keys) in manifests.DeclaredSecrets)
        {
            using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            foreach (var key in keys)
            {
                values[$"{secret}/{key}"] = key switch
                {
                    "private-key" or "current" => pair.ExportPkcs8PrivateKeyPem(),
                    "master-key" => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                    "connection" when secret == "files-mongodb" => "mongodb://mongodb.mongodb:27017/jtai_files",
                    "public-key" => pair.ExportSubjectPublicKeyInfoPem(),
                    "tls.crt" => certificate.ExportCertificatePem(),
                    "tls.key" => ring.ExportPkcs8PrivateKeyPem(),
                    _ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                };
            }

            if (keys is ["public-key"])
            {
                // Its other half is for somebody outside.
                values[$"{secret}/private-key"] = pair.ExportPkcs8PrivateKeyPem();
            }
        }
    }

    /// <summary>By which the processes' certificates are trusted.</summary>
    public X509Certificate2 Authority { get; } = MakeAuthority();

    /// <param name="key">Secret and key: <c>token-signing/current</c>.</param>
    public string this[string key] => values[key];

    public void Dispose() => Authority.Dispose();

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=JTAI platform", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    /// <summary>As cert-manager would, and for loopback, where this machine has the processes.</summary>
    private void Certify(JsonObject certificate)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={certificate.Name()}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in certificate["spec"]!["dnsNames"]!.AsArray())
        {
            names.AddDnsName(name!.Text());
        }

        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(Authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        var secret = certificate["spec"]!["secretName"]!.Text();
        values[$"{secret}/tls.crt"] = signed.ExportCertificatePem();
        values[$"{secret}/tls.key"] = key.ExportPkcs8PrivateKeyPem();
        values[$"{secret}/ca.crt"] = Authority.ExportCertificatePem();
    }
}
