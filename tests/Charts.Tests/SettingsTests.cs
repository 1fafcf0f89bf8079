using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Jtai.Charts.Tests;

/// <summary>Settings in the charts against those that the processes ask for, as they run.</summary>
[Collection(nameof(RunningPlatform))]
public sealed partial class SettingsTests(RunningPlatform platform)
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

    [Theory]
    [MemberData(nameof(Processes))]
    public void Setting_ThatTheProcessReads_IsInTheChartsOrExplainedToOperators(string process) => Assert.Empty(Unexplained(process, Operators));

    [Theory]
    [InlineData("portal", "Quota:PagesPerSecond", "`Quota:PagesPerSecond`")]
    [InlineData("partners", "Clients:n:Tenants", "`:Tenants:m`")]
    public void Setting_ThatNobodyIsToldOf_IsReported(string process, string setting, string explained) => Assert.Equal(
        [$"{process} reads {setting}, which stands in no chart and not in docs/operators.md"],
        Unexplained(process, Operators.Replace(explained, "", StringComparison.Ordinal)));

    private static string Operators => File.ReadAllText(Path.Combine(Repository.Root, "docs", "operators.md"));

    /// <summary>Our own settings alone: .NET's and OpenTelemetry's are theirs to explain.</summary>
    private IEnumerable<string> Unexplained(string process, string operators)
    {
        var given = platform.Manifests.Pods.Single(pod => pod.Name == process).Containers.Single().List("env").Select(variable => Named(variable["name"]!.Text())).ToHashSet();
        var rows = operators.Split('\n');
        return platform.SettingsReadBy(process).Select(Named).Distinct()
            .Where(setting => setting.Contains(':', StringComparison.Ordinal) && !setting.StartsWith("Logging:", StringComparison.Ordinal) && !setting.StartsWith("Kestrel:", StringComparison.Ordinal))
            .Where(setting => !given.Contains(setting) && !Array.Exists(rows, row => Explains(row, setting)))
            .Select(setting => $"{process} reads {setting}, which stands in no chart and not in docs/operators.md");
    }

    private static string Named(string setting) => Place().Replace(setting.Replace("__", ":", StringComparison.Ordinal), ":n");

    // In full, or after another of its section: `Clients:n:Id`, `:PublicKey`.
    private static bool Explains(string row, string setting)
    {
        var (section, name) = (setting[..setting.LastIndexOf(':')], setting[setting.LastIndexOf(':')..]);
        return row.Contains($"`{setting}`", StringComparison.Ordinal)
            || (row.Contains($"`{section}:", StringComparison.Ordinal) && (row.Contains($"`{name}`", StringComparison.Ordinal) || row.Contains($"`{name}:m`", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@":\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Place();

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
