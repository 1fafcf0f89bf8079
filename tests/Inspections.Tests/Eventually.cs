using System.Diagnostics;
using System.Security.Cryptography;

namespace Jtai.Inspections.Tests;

internal static class Eventually
{
    internal static async Task Async(Func<Task<bool>> holds, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"Waited a minute in vain: {what}");
            await Task.Delay(20);
        }
    }
}

/// <summary>The key of the service in tests; whatever it signs is accepted by the stand-in for Partners.</summary>
internal static class TestKey
{
    internal static readonly string Pem = Make();

    private static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
