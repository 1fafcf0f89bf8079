using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jtai.Errors;

namespace Jtai.Hosting;

/// <summary>
/// A server's certificate and its chain in PEM files. They are read again for a new connection, at most every few seconds: whoever
/// renews them (cert-manager) swaps a link to their directory, which no watcher of files sees.
/// </summary>
internal sealed class PemCertificate(string certificateFile, string keyFile)
{
    private static readonly TimeSpan ReadAgain = TimeSpan.FromSeconds(5);

    private readonly Lock reading = new();
    private SslStreamCertificateContext? current;
    private long readAt;

    /// <exception cref="StartRefused">The files never held a certificate with its key.</exception>
    internal SslServerAuthenticationOptions Options()
    {
        lock (reading)
        {
            if (current is null || Stopwatch.GetElapsedTime(readAt) > ReadAgain)
            {
                readAt = Stopwatch.GetTimestamp();
                current = Read();
            }

            return new SslServerAuthenticationOptions { ServerCertificateContext = current };
        }
    }

    private SslStreamCertificateContext Read()
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);
            return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificateFile, keyFile), chain, offline: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // One of the two may be renewed and the other not yet.
            return current ?? throw new StartRefused($"{certificateFile} and {keyFile} hold no certificate with its key: {failure.Message}", failure);
        }
    }
}
