using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>The collector's configuration: every part is defined and used, traces are redacted and chosen, and its ports are those of its pod.</summary>
public sealed class CollectorTests
{
    [Theory]
    [InlineData("region")]
    [InlineData("multi-region")]
    public async Task Configuration_HoldsTogether(string environment)
    {
        var manifests = await Rendered.Of(environment);
        Assert.Empty(Complaints(manifests, Configuration(manifests)));
    }

    [Theory]
    [InlineData("processors/redactoin is used and not defined", "service.pipelines.traces.processors", """["memory_limiter","redactoin","tail_sampling","batch"]""")]
    [InlineData("traces are not redacted before they are chosen", "service.pipelines.traces.processors", """["memory_limiter","tail_sampling","redaction","batch"]""")]
    [InlineData("processors/tail_sampling is defined and not used", "service.pipelines.traces.processors", """["memory_limiter","redaction","batch"]""")]
    [InlineData("everything is let through", "processors.redaction.allow_all_keys", "true")]
    [InlineData("exporters/prometheus listens at 9999, which the pod does not open", "exporters.prometheus.endpoint", "\"0.0.0.0:9999\"")]
    [InlineData("url.query may hold what users write", "processors.redaction.allowed_keys", """["url.query"]""")]
    public async Task Fault_InTheConfiguration_IsReported(string complaint, string path, string value)
    {
        var manifests = await Rendered.Of("region");
        var configuration = Configuration(manifests);
        var parts = path.Split('.');
        parts[..^1].Aggregate(configuration, (node, part) => node[part]!)[parts[^1]] = JsonNode.Parse(value);
        Assert.Contains(complaint, Complaints(manifests, configuration));
    }

    [Fact]
    public async Task Header_FromASecret_IsAVariableOfTheContainer()
    {
        var manifests = await Rendered.Of("multi-region");
        var header = Configuration(manifests)["exporters"]!["otlp"]!["headers"]!["api-key"]!.Text();
        var variables = manifests.Pods.Single(pod => pod.Name == "collector").Containers.Single().List("env").Select(one => one["name"]!.Text());
        Assert.Contains(header, variables.Select(name => $"${{env:{name}}}"));
    }

    private static JsonNode Configuration(Manifests manifests) =>
        Yaml.ReadAll(manifests.One("ConfigMap", "collector")["data"]!["collector.yaml"]!.Text()).Single()!;

    private static IEnumerable<string> Complaints(Manifests manifests, JsonNode configuration)
    {
        var pipelines = configuration["service"]!["pipelines"]!.AsObject().Select(pipeline => pipeline.Value!).ToList();
        foreach (var kind in new[] { "receivers", "processors", "exporters" })
        {
            var defined = configuration[kind]!.AsObject().Select(part => part.Key).ToList();
            var used = pipelines.SelectMany(pipeline => pipeline[kind]!.AsArray().Select(part => part!.Text())).Distinct().ToList();
            foreach (var part in used.Except(defined))
            {
                yield return $"{kind}/{part} is used and not defined";
            }

            foreach (var part in defined.Except(used))
            {
                yield return $"{kind}/{part} is defined and not used";
            }
        }

        var traces = configuration["service"]!["pipelines"]!["traces"]!["processors"]!.AsArray().Select(part => part!.Text()).ToList();
        if (traces is not ["memory_limiter", "redaction", "tail_sampling", ..])
        {
            yield return "traces are not redacted before they are chosen";
        }

        var redaction = configuration["processors"]!["redaction"]!;
        if (redaction["allow_all_keys"]!.GetValue<bool>())
        {
            yield return "everything is let through";
        }

        foreach (var key in redaction["allowed_keys"]!.AsArray().Select(key => key!.Text()))
        {
            if (key is "url.query" or "url.full" or "url.path" or "client.address" or "user_agent.original" or "db.query.parameter" or "enduser.id" or "exception.message" or "exception.stacktrace")
            {
                yield return $"{key} may hold what users write";
            }
        }

        var pod = manifests.Pods.Single(one => one.Name == "collector");
        foreach (var (part, endpoint) in configuration.Leaves().Where(leaf => leaf.Value?.ToString().StartsWith("0.0.0.0:", StringComparison.Ordinal) == true))
        {
            var port = endpoint!.Text().Split(':')[1];
            if (!pod.Opens(port))
            {
                yield return $"{string.Join('/', part.Split('.')[..2])} listens at {port}, which the pod does not open";
            }
        }
    }
}
