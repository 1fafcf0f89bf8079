using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Jtai.Portal.Tests;

/// <summary>The portal with every setting that it demands; where a test names no service, nobody answers there.</summary>
public class PortalUnderTest : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo keys = Directory.CreateTempSubdirectory("jtai-portal-keys");

    public Dictionary<string, string> Settings { get; } = new()
    {
        ["IdentityProvider:Issuer"] = "http://127.0.0.1:9",
        ["IdentityProvider:ClientId"] = "jtai-portal",
        ["IdentityProvider:ClientSecret"] = "a secret of the tests",
        ["Services:Partners"] = "http://127.0.0.1:9",
        ["Services:Inspections"] = "http://127.0.0.1:9",
        ["Services:Actions"] = "http://127.0.0.1:9",
        ["Services:Reporting"] = "http://127.0.0.1:9",
        ["Services:PartnersHttp"] = "http://127.0.0.1:9",
        ["Listen:Http"] = "127.0.0.1:0",
        ["Support:Contact"] = "help@platform.example",
        ["Traces:Address"] = "https://traces.example/trace/{trace}",
        // A test opens pages faster than a whole partnership does.
        ["Quota:PagesPerSecond"] = "10000",
    };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        builder.UseSetting("Service:PrivateKey", key.ExportPkcs8PrivateKeyPem());
        builder.UseSetting("DataProtection:Directory", keys.FullName);
        foreach (var (name, value) in Settings)
        {
            builder.UseSetting(name, value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && keys.Exists)
        {
            keys.Delete(recursive: true);
        }
    }
}
