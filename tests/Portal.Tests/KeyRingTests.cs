using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jtai.Portal.Tests;

/// <summary>The keys of the portal's cookies, as they lie in their folder.</summary>
public sealed class KeyRingTests : IDisposable
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("jtai-portal-ring");

    private string Ring => Path.Combine(place.FullName, "keys");

    [Fact]
    public void Keys_WithoutACertificate_AreInAFolderOfTheOwnersWithoutAWarning()
    {
        var log = new Warnings();
        var key = KeyWrittenBy(settings => settings.ConfigureLogging(logging => logging.AddProvider(log)));
        Assert.Contains("<masterKey", key, StringComparison.Ordinal);
        Assert.Empty(log.Lines);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Ring));
        }
    }

    [Fact]
    public void Keys_WithACertificate_AreEncryptedBeforeTheyAreWritten()
    {
        var (certificate, privateKey) = WriteCertificate();
        var key = KeyWrittenBy(settings => settings
            .UseSetting("DataProtection:CertificateFile", certificate)
            .UseSetting("DataProtection:CertificateKeyFile", privateKey));
        Assert.Contains("EncryptedData", key, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", key, StringComparison.Ordinal);
    }

    public void Dispose() => place.Delete(recursive: true);

    /// <summary>Starts the portal, protects and reads a word, and gives the key file that this made.</summary>
    private string KeyWrittenBy(Action<IWebHostBuilder> more)
    {
        using var home = new PortalUnderTest();
        using var portal = home.WithWebHostBuilder(settings => more(settings.UseSetting("DataProtection:Directory", Ring)));
        var protector = portal.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a test");
        Assert.Equal("a word", protector.Unprotect(protector.Protect("a word")));
        return File.ReadAllText(Assert.Single(Directory.GetFiles(Ring, "key-*.xml")));
    }

    private (string Certificate, string Key) WriteCertificate()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=portal keys", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var paths = (Path.Combine(place.FullName, "tls.crt"), Path.Combine(place.FullName, "tls.key"));
        File.WriteAllText(paths.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(paths.Item2, rsa.ExportPkcs8PrivateKeyPem());
        return paths;
    }

    /// <summary>What data protection says that is a warning or worse.</summary>
    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
