using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jtai.Access;
using Microsoft.Extensions.Configuration;

namespace Jtai.Gateway.Tests;

/// <summary>An authority of one's own, as a cluster has one, and what it issues for <c>localhost</c>, in a folder of PEM files.</summary>
internal sealed class Authority : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("jtai-tls").FullName;
    private readonly X509Certificate2 root;

    public Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(RootFile, root.ExportCertificatePem());
        Issue();
    }

    private string RootFile => Path.Combine(folder, "ca.crt");

    /// <summary>For a process that serves by TLS.</summary>
    public Dictionary<string, string> Server => new()
    {
        ["Listen__CertificateFile"] = Path.Combine(folder, "tls.crt"),
        ["Listen__CertificateKeyFile"] = Path.Combine(folder, "tls.key"),
    };

    /// <summary>For a process that calls others.</summary>
    public KeyValuePair<string, string> Client => new("Services__CertificateAuthorityFile", RootFile);

    /// <summary>A certificate of now in place of the one before.</summary>
    /// <returns>Its serial number.</returns>
    public string Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
        using var issued = request.Create(root, root.NotBefore, root.NotAfter, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Server["Listen__CertificateFile"], issued.ExportCertificatePem());
        File.WriteAllText(Server["Listen__CertificateKeyFile"], key.ExportPkcs8PrivateKeyPem());
        return issued.SerialNumber;
    }

    /// <summary>A client's handler that trusts this authority alone, as the platform's clients do.</summary>
    public SocketsHttpHandler Trusted() => ServiceChannels.ToServices(
        new SocketsHttpHandler(),
        new ConfigurationBuilder().AddInMemoryCollection([new("Services:CertificateAuthorityFile", RootFile)]).Build());

    /// <summary>The serial number of what is served there to a client that trusts this authority.</summary>
    public async Task<string> ServedAtAsync(int port)
    {
        using var handler = Trusted();
        using var socket = new TcpClient("127.0.0.1", port);
        await using var tls = new SslStream(socket.GetStream());
        handler.SslOptions.TargetHost = "localhost";
        await tls.AuthenticateAsClientAsync(handler.SslOptions);
        return tls.RemoteCertificate!.GetSerialNumberString();
    }

    public void Dispose()
    {
        root.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
