using System.Net;
using System.Net.Sockets;
using Jtai.Testing;

namespace Jtai.Gateway.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Start_WithoutASetting_SaysWhichInOneLine()
    {
        await using var gateway = PlatformProcess.Start(typeof(Routes).Assembly, new Dictionary<string, string> { ["Services__PartnersHttp"] = "" });

        Assert.Equal(1, await gateway.EndAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(
            ["gateway does not start: The setting Services:PartnersHttp is missing. Set it, e.g. by the environment variable Services__PartnersHttp."],
            gateway.Lines);
    }

    [Fact]
    public async Task Start_AtAnAddressThatIsTaken_SaysWhichInOneLine()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = other.LocalEndpoint.ToString()!;
        var settings = new Dictionary<string, string>
        {
            ["Listen__Http"] = address,
            ["Listen__Grpc"] = $"127.0.0.1:{PlatformProcess.FreePort()}",
            ["Services__PartnersHttp"] = "http://127.0.0.1:9",
        };
        foreach (var service in (string[])["Partners", "Inspections", "Actions", "Reporting", "Portal"])
        {
            settings[$"Services__{service}"] = "http://127.0.0.1:9";
        }

        await using var gateway = PlatformProcess.Start(typeof(Routes).Assembly, settings);

        Assert.Equal(1, await gateway.EndAsync(TimeSpan.FromMinutes(1)));
        var line = Assert.Single(gateway.Lines, line => line.StartsWith("gateway does not start:", StringComparison.Ordinal));
        Assert.Contains(address, line, StringComparison.Ordinal);
        Assert.Contains("Listen:Http", line, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Lines, line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
    }
}
