using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Jtai.Charts.Tests;

/// <summary>All that Helm makes for one environment, and what its values declare.</summary>
internal sealed record Manifests(List<JsonObject> All, Dictionary<string, string[]> DeclaredSecrets)
{
    public static Manifests Read(string yaml, Dictionary<string, string[]> declaredSecrets) =>
        new([.. Yaml.ReadAll(yaml).OfType<JsonObject>()], declaredSecrets);

    public IEnumerable<JsonObject> Of(params IReadOnlyList<string> kinds) => All.Where(one => kinds.Contains(one.Kind()));

    public JsonObject One(string kind, string name) => All.Single(one => one.Kind() == kind && one.Name() == name);

    public JsonObject? Find(string kind, string name) => All.SingleOrDefault(one => one.Kind() == kind && one.Name() == name);

    /// <summary>Every pod that the manifests make, by the name of what makes it.</summary>
    public IReadOnlyList<Pod> Pods =>
    [
        .. Of("Deployment", "Job").Select(owner => new Pod(owner.Name(), owner.Kind(), owner["spec"]!["template"]!.AsObject())),
        // CloudNativePG makes these, and labels them so.
        .. Of("Cluster").Select(cluster => Pod.Of(cluster, "Cluster", 5432, new() { ["cnpg.io/cluster"] = cluster.Name(), ["cnpg.io/podRole"] = "instance" })),
        .. Of("Pooler").Select(pooler => Pod.Of(pooler, "Pooler", 5432, new()
        {
            ["cnpg.io/cluster"] = pooler["spec"]!["cluster"]!["name"]!.Text(), ["cnpg.io/poolerName"] = pooler.Name(), ["cnpg.io/podRole"] = "pooler",
        })),
    ];

    /// <summary>The same with a fault in it.</summary>
    public Manifests With(Action<Manifests> fault)
    {
        var copy = new Manifests([.. All.Select(one => one.DeepClone().AsObject())], new Dictionary<string, string[]>(DeclaredSecrets));
        fault(copy);
        return copy;
    }
}

/// <param name="Name">Of the workload.</param>
/// <param name="Owner">Its kind.</param>
/// <param name="Template">Metadata and spec.</param>
internal sealed record Pod(string Name, string Owner, JsonObject Template)
{
    public JsonObject Labels => Template["metadata"]?["labels"]?.AsObject() ?? [];

    public JsonObject Annotations => Template["metadata"]?["annotations"]?.AsObject() ?? [];

    public IEnumerable<JsonObject> Containers => Template["spec"]!.List("initContainers").Concat(Template["spec"]!.List("containers"));

    public IEnumerable<(string Name, int Number)> Ports => Containers.SelectMany(container => container.List("ports"))
        .Select(port => (port["name"]?.Text() ?? "", port["containerPort"]!.GetValue<int>()));

    /// <param name="port">By name or by number.</param>
    public bool Opens(string port) => Ports.Any(open => open.Name == port || $"{open.Number}" == port);

    public static Pod Of(JsonObject owner, string kind, int port, Dictionary<string, string> labels) => new(owner.Name(), kind, new JsonObject
    {
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))) },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = port }) }) },
    });
}

internal static class Json
{
    public static string Kind(this JsonNode manifest) => manifest["kind"]!.Text();

    public static string Name(this JsonNode manifest) => manifest["metadata"]!["name"]!.Text();

    public static string Text(this JsonNode node) => node.ToString();

    /// <summary>A whole number, also where it is written as text.</summary>
    public static int Number(this JsonNode node) => int.Parse(node.Text(), CultureInfo.InvariantCulture);

    public static IEnumerable<JsonObject> List(this JsonNode? node, string name) => node?[name]?.AsArray().Select(item => item!.AsObject()) ?? [];

    /// <summary>Whether a label selector (with matchLabels alone; nothing else is used here) chooses these labels.</summary>
    public static bool Selects(this JsonNode? selector, JsonObject labels)
    {
        if (selector is null || selector.AsObject().Any(part => part.Key != "matchLabels"))
        {
            throw new NotSupportedException($"A selector that is not read here: {selector?.ToJsonString()}");
        }

        return selector["matchLabels"]!.SelectsAll(labels);
    }

    public static bool SelectsAll(this JsonNode wanted, JsonObject labels) =>
        wanted.AsObject().All(label => labels[label.Key]?.Text() == label.Value!.Text());

    /// <summary>Every value in it with its path: <c>spec.metadata[].name</c>.</summary>
    public static IEnumerable<(string Path, JsonNode? Value)> Leaves(this JsonNode? node, string path = "") => node switch
    {
        JsonObject { Count: > 0 } map => map.SelectMany(part => part.Value.Leaves(path.Length == 0 ? part.Key : $"{path}.{part.Key}")),
        JsonArray { Count: > 0 } list => list.SelectMany(part => part.Leaves(path + "[]")),
        _ => [(path, node)],
    };
}

/// <summary>YAML as Kubernetes reads it.</summary>
internal static partial class Yaml
{
    public static IEnumerable<JsonNode?> ReadAll(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Select(document => Convert(document.RootNode)).Where(node => node is not null);
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(part => KeyValuePair.Create(((YamlScalarNode)part.Key).Value!, Convert(part.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } => Plain(text ?? ""),
        YamlScalarNode { Value: var text } => text,
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when Old().IsMatch(text) => throw new FormatException($"'{text}' without quotes is a boolean to some readers of YAML."),
        _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => text is ['0', _, ..] ? System.Convert.ToInt32(text, 8) : whole,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };

    [GeneratedRegex("^(y|n|yes|no|on|off)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Old();
}
