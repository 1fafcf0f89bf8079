using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>Settings in the charts against those that the processes ask for, as they run.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class SettingsTests(RunningPlatform platform)
{
    public static TheoryData<string> Processes => [.. RunningPlatform.Processes];

    [Theory]
    [MemberData(nameof(Processes))]
    public async Task Setting_InTheCharts_IsAskedForByTheProcess(string process)
    {
        // Some are asked for a little later: the first time that a token is needed, say.
        for (var deadline = DateTime.UtcNow.AddSeconds(20); UnknownTo(process, platform.Manifests).Any() && DateTime.UtcNow < deadline;)
        {
            await Task.Delay(100);
        }

        Assert.Empty(UnknownTo(process, platform.Manifests));
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void Setting_ThatNoProcessKnows_IsReported(string process)
    {
        var planted = platform.Manifests.With(all => all.One("Deployment", process)["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray()
            .Add(new JsonObject { ["name"] = "Service__PrivatKey", ["value"] = "" }));
        Assert.Contains($"{process} does not know Service__PrivatKey", UnknownTo(process, planted));
    }

    [Fact]
    public void Process_WithTheChartsSettings_MissesNone()
    {
        // Each has become ready; what is asked for later would be refused in these words, or by this name.
        Assert.DoesNotContain(platform.LogOfTheStarted, line => line.Contains("is missing", StringComparison.Ordinal) || line.Contains("StartRefused", StringComparison.Ordinal));
        Assert.All(RunningPlatform.Processes, process => Assert.NotEmpty(platform.SettingsReadBy(process)));
    }

    [Theory]
    [InlineData("gateway", "Services__PartnersHttp")]
    [InlineData("portal", "IdentityProvider__ClientSecret")]
    [InlineData("partners", "SigningKeys__Current")]
    [InlineData("actions", "ConnectionStrings__Relay")]
    public async Task Process_WithoutASettingThatItDemands_DoesNotStart(string process, string variable)
    {
        var (exitCode, lines) = await platform.StartWithoutAsync(process, variable);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(lines, line => line.Contains($"The setting {variable.Replace("__", ":", StringComparison.Ordinal)} is missing", StringComparison.Ordinal));
    }

    private IEnumerable<string> UnknownTo(string process, Manifests manifests)
    {
        var read = platform.SettingsReadBy(process);
        var variables = manifests.Pods.Single(pod => pod.Name == process).Containers.Single().List("env").ToList();
        return variables.Select(variable => variable["name"]!.Text())
            // The runtime's own are no settings, and a password is only there for the connection string after it.
            .Where(name => !name.StartsWith("DOTNET_", StringComparison.Ordinal)
                && !variables.Any(other => other["value"]?.Text().Contains($"$({name})", StringComparison.Ordinal) == true))
            .Where(name => !read.Contains(name.Replace("__", ":", StringComparison.Ordinal)))
            .Select(name => $"{process} does not know {name}");
    }
}
