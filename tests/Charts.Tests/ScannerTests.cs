using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>The virus scanner of a region: the services are told of it, it takes what they send, and what it cannot look through is no clean file.</summary>
public sealed class ScannerTests
{
    private const string Setting = "Files__Scanner";

    [Theory]
    [InlineData("region")]
    [InlineData("multi-region")]
    public async Task Services_ThatKeepFiles_AreToldOfItsAddress(string environment)
    {
        var manifests = await Rendered.Of(environment);
        var port = manifests.One("Service", "scanner")["spec"].List("ports").Single()["port"];
        Assert.Equal(["actions", "inspections"], Told(manifests).Keys.Order());
        Assert.All(Told(manifests).Values, address => Assert.Equal($"scanner:{port}", address));
        Assert.True(manifests.One("Deployment", "scanner")["spec"]!["replicas"]!.GetValue<int>() > 1);
    }

    [Fact]
    public async Task Environment_WithoutIt_NamesTheRisk()
    {
        var manifests = await Rendered.Of("dev");
        Assert.Null(manifests.Find("Deployment", "scanner"));
        Assert.Empty(Told(manifests));
        Assert.Equal(["actions", "inspections"], manifests.Pods.Where(pod => Value(pod, "Files__WithoutScanner") == "accept-unscanned-files").Select(pod => pod.Name).Order());
    }

    [Fact]
    public async Task Daemon_TakesTheLargestFileAndPassesNothingThatItDidNotLookThrough()
    {
        var (clamd, _) = Configurations(await Rendered.Of("region"));
        Assert.Equal("26M", clamd["StreamMaxLength"]);
        Assert.Equal("yes", clamd["AlertExceedsMax"]);
        // The services wait for a minute.
        Assert.InRange(int.Parse(clamd["MaxScanTime"], System.Globalization.CultureInfo.InvariantCulture), 1, 59_000);
    }

    [Fact]
    public async Task Signatures_AreBroughtBeforeItStarts_FromTheMirrorAlone()
    {
        var manifests = await Rendered.Of("region");
        var (clamd, freshclam) = Configurations(manifests);
        var pod = manifests.Pods.Single(pod => pod.Name == "scanner");
        var bringer = pod.Template["spec"].List("initContainers").Single();
        Assert.Equal(("Always", true), (bringer["restartPolicy"]!.Text(), bringer["startupProbe"] is not null));
        Assert.Equal(clamd["DatabaseDirectory"], freshclam["DatabaseDirectory"]);
        Assert.All(pod.Containers, container => Assert.Contains(container.List("volumeMounts"), mount => mount["mountPath"]!.Text() == clamd["DatabaseDirectory"]));
        Assert.Equal([443], manifests.One("NetworkPolicy", "scanner")["spec"].List("egress").Skip(1).SelectMany(rule => rule.List("ports")).Select(port => port["port"]!.GetValue<int>()));
    }

    private static Dictionary<string, string> Told(Manifests manifests) => manifests.Pods.Where(pod => pod.Owner == "Deployment" && Value(pod, Setting) is not null)
        .ToDictionary(pod => pod.Name, pod => Value(pod, Setting)!);

    private static string? Value(Pod pod, string setting) =>
        pod.Containers.SelectMany(container => container.List("env")).FirstOrDefault(one => one["name"]!.Text() == setting)?["value"]?.Text();

    private static (Dictionary<string, string> Clamd, Dictionary<string, string> Freshclam) Configurations(Manifests manifests)
    {
        var data = manifests.One("ConfigMap", "scanner")["data"]!;
        return (Read(data["clamd.conf"]!), Read(data["freshclam.conf"]!));

        static Dictionary<string, string> Read(JsonNode text) => text.Text().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#')).Select(line => line.Split(' ', 2)).ToDictionary(line => line[0], line => line[1]);
    }
}
