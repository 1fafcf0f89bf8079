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
}
