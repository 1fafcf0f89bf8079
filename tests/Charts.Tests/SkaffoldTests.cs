using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Jtai.Charts.Tests;

/// <summary>What <c>skaffold.yaml</c> names is there: projects, charts, values and their keys, images.</summary>
public sealed partial class SkaffoldTests
{
    private static readonly JsonObject Config = Read("skaffold.yaml");

    /// <summary>A fault, and what is said of it.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "build.artifacts.1.docker.buildArgs.PROJECT", "services/Portals", "jtai/portal: there is no project services/Portals" },
        { "build.artifacts.1.docker.buildArgs.PROJECT", "services/Actions", "jtai/portal: services/Actions is another process" },
        { "build.artifacts.1.docker.buildArgs.PROJET", "services/Portal", "jtai/portal: the Dockerfile has no argument PROJET" },
        { "build.artifacts.1.docker.dockerfile", "Dockerfile.portal", "jtai/portal: there is no Dockerfile.portal" },
        { "build.artifacts.3.docker.buildArgs.PACKAGES", "", "jtai/inspections: PDFs are read with poppler-utils" },
        { "build.artifacts.4.docker.buildArgs.PACKAGES", "", "jtai/actions: PDFs are read with poppler-utils" },
        { "build.artifacts.1.docker.buildArgs.PACKAGES", "poppler-utils", "jtai/portal: no PDFs are read here" },
        { "build.artifacts.1.image", "jtai/web", "images are jtai/actions jtai/check jtai/gateway jtai/inspections jtai/partners jtai/reporting jtai/web" },
        { "profiles.0.name", "test", "profiles are multi-region region test, and environments dev multi-region region" },
        { "profiles.1.deploy.helm.releases.1.chartPath", "charts/region", "region: there is no chart charts/region" },
        { "profiles.1.deploy.helm.releases.1.valuesFiles.0", "charts/values/regions.yaml", "region: there is no file charts/values/regions.yaml" },
        { "profiles.1.deploy.helm.releases.1.valuesFiles.0", "charts/values/dev.yaml", "region: jtai has the values of another environment" },
        { "profiles.1.deploy.helm.releases.1.dependsOn.0", "database", "region: jtai depends on database, which does not come before it" },
        { "profiles.0.deploy.helm.releases.1.setValues.verify.on", "true", "dev: charts/platform has no value verify.on" },
        { "profiles.0.deploy.helm.releases.1.setValueTemplates.portal.image.name", "x", "dev: charts/platform has no value portal.image.name" },
        { "profiles.0.deploy.helm.releases.1.setValueTemplates.web.image.tag", "x", "dev: charts/platform has no value web.image.tag" },
        { "profiles.0.deploy.helm.releases.1.setValueTemplates.portal.image.digest", "{{.IMAGE_DIGEST_jtai_actions}}", "dev: portal.image.digest is of another image" },
        { "profiles.0.deploy.helm.releases.1.setValueTemplates.portal.image.digest", "", "dev: portal.image.digest is of another image" },
        { "profiles.0.patches", """[{"op": "replace", "path": "/build/artifacts/0/image", "value": "x"}]""", "dev: /build/artifacts/0/image names a place in a list" },
        { "profiles.0.patches", """[{"op": "add", "path": "/build/artifacts/-", "value": {}}]""", "dev: /build/artifacts/- names a place in a list" },
        { "verify.0.executionMode.kubernetesCluster.jobManifestPath", "charts/values/dev.yaml", "door: charts/values/dev.yaml is no Job" },
        { "profiles.0.verify.1.executionMode.kubernetesCluster.jobManifestPath", "charts/job.yaml", "main-job: charts/job.yaml is no Job" },
        { "profiles.0.verify.1.container.image", "jtai/main-job", "main-job: nobody makes jtai/main-job" },
        { "apiVersion", "skaffold/v2beta29", "the schema is skaffold/v2beta29" },
    };

    [Fact]
    public void Config_AsItIs_NamesWhatIsThere() => Assert.Empty(FaultsOf(Config));

    [Theory]
    [MemberData(nameof(Faults))]
    public void Config_WithAFault_IsReported(string path, string value, string complaint)
    {
        var planted = Config.DeepClone().AsObject();
        Plant(planted, path, value);
        Assert.Contains(complaint, FaultsOf(planted));
    }

    [Fact]
    public async Task Images_AsSkaffoldSetsThem_ReachEveryPod()
    {
        var digest = "sha256:" + new string('a', 64);
        var settings = Releases(Config["profiles"]!.AsArray()[0]!).Single(release => release["name"]!.Text() == "jtai")["setValueTemplates"]!.AsObject()
            .SelectMany(one => (string[])["--set", $"{one.Key}={Filled(one.Value!.Text(), digest)}"]).ToList();
        var pods = Manifests.Read(await Helm.RenderAsync("platform", "values/dev.yaml", settings), new Dictionary<string, string[]>()).Pods;

        foreach (var process in RunningPlatform.Processes)
        {
            var images = pods.Where(pod => pod.Name == process || pod.Name == process + "-migration").SelectMany(pod => pod.Containers).Select(container => container["image"]!.Text());
            Assert.All(images, image => Assert.Equal($"registry.test/jtai/{process}@{digest}", image));
        }
    }

    private static string Filled(string template, string digest) => Image().Replace(template, match => match.Groups[1].Value switch
    {
        "REPO" => $"registry.test/{match.Groups[2].Value.Replace('_', '/')}",
        "TAG" => "built",
        _ => digest,
    });

    private static IEnumerable<string> FaultsOf(JsonObject config) =>
    [
        .. config["apiVersion"]!.Text() == "skaffold/v4beta14" ? [] : (string[])[$"the schema is {config["apiVersion"]}"],
        .. ImageFaults(config),
        .. config.List("profiles").SelectMany(profile => ProfileFaults(config, profile)),
        .. EnvironmentFaults(config),
        .. Tests(config).Where(test => !config["build"].List("artifacts").Any(artifact => test["container"]!["image"]!.Text() == artifact["image"]!.Text())
                && !test["container"]!["image"]!.Text().Contains(':', StringComparison.Ordinal))
            .Select(test => $"{test["name"]}: nobody makes {test["container"]!["image"]}"),
        .. Tests(config).Where(test => !IsJob(test["executionMode"]!["kubernetesCluster"]!["jobManifestPath"]!.Text()))
            .Select(test => $"{test["name"]}: {test["executionMode"]!["kubernetesCluster"]!["jobManifestPath"]} is no Job"),
    ];

    private static IEnumerable<string> ImageFaults(JsonObject config)
    {
        var wanted = Published.Images.Select(process => "jtai/" + process).Order(StringComparer.Ordinal);
        var images = config["build"].List("artifacts").Select(artifact => artifact["image"]!.Text()).Order(StringComparer.Ordinal).ToList();
        if (!images.SequenceEqual(wanted))
        {
            yield return $"images are {string.Join(' ', images)}";
        }

        foreach (var artifact in config["build"].List("artifacts"))
        {
            var image = artifact["image"]!.Text();
            var docker = artifact["docker"]!;
            var file = docker["dockerfile"]?.Text() ?? "Dockerfile";
            if (!Exists(file))
            {
                yield return $"{image}: there is no {file}";
                continue;
            }

            var arguments = docker["buildArgs"]!.AsObject();
            foreach (var argument in arguments.Where(argument => !Regex.IsMatch(File.ReadAllText(At(file)), $@"(?m)^ARG {argument.Key}\b", RegexOptions.None, TimeSpan.FromSeconds(1))))
            {
                yield return $"{image}: the Dockerfile has no argument {argument.Key}";
            }

            var project = arguments["PROJECT"]?.Text() ?? "";
            if (!Directory.Exists(At(project)) || Directory.GetFiles(At(project), "*.csproj") is not [var projectFile])
            {
                yield return $"{image}: there is no project {project}";
                continue;
            }

            if (images.SequenceEqual(wanted) && project != Published.ProjectOf(image["jtai/".Length..]))
            {
                yield return $"{image}: {project} is another process";
            }

            // Letters, and what is put in as evidence.
            var references = File.ReadAllText(projectFile);
            var readsPdfs = references.Contains("tools/Jtai", StringComparison.Ordinal) || references.Contains("platform/Files", StringComparison.Ordinal);
            var hasReader = arguments["PACKAGES"]?.Text().Split(' ').Contains("poppler-utils") == true;
            if (readsPdfs != hasReader)
            {
                yield return readsPdfs ? $"{image}: PDFs are read with poppler-utils" : $"{image}: no PDFs are read here";
            }
        }
    }

    private static IEnumerable<string> EnvironmentFaults(JsonObject config)
    {
        var profiles = config.List("profiles").Select(profile => profile["name"]!.Text()).Order(StringComparer.Ordinal).ToList();
        var environments = Directory.GetFiles(At("charts/values"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).ToList();
        return profiles.SequenceEqual(environments)
            ? []
            : [$"profiles are {string.Join(' ', profiles)}, and environments {string.Join(' ', environments)}"];
    }

    private static IEnumerable<string> ProfileFaults(JsonObject config, JsonObject profile)
    {
        var name = profile["name"]!.Text();
        var before = new List<string>();
        foreach (var release in Releases(profile))
        {
            foreach (var fault in ReleaseFaults(config, name, release, before))
            {
                yield return $"{name}: {fault}";
            }

            before.Add(release["name"]!.Text());
        }

        foreach (var path in profile.List("patches").Select(patch => patch["path"]!.Text()).Where(path => PlaceInAList().IsMatch(path)))
        {
            yield return $"{name}: {path} names a place in a list";
        }
    }

    private static IEnumerable<string> ReleaseFaults(JsonObject config, string environment, JsonObject release, IReadOnlyList<string> before)
    {
        var (name, chart) = (release["name"]!.Text(), release["chartPath"]!.Text());
        foreach (var wanted in (release["dependsOn"]?.AsArray() ?? []).Select(one => one!.Text()).Where(one => !before.Contains(one)))
        {
            yield return $"{name} depends on {wanted}, which does not come before it";
        }

        foreach (var file in release["valuesFiles"]!.AsArray().Select(file => file!.Text()))
        {
            if (!Exists(file))
            {
                yield return $"there is no file {file}";
            }
            else if (Path.GetFileNameWithoutExtension(file) != environment)
            {
                yield return $"{name} has the values of another environment";
            }
        }

        if (!Exists(chart + "/Chart.yaml"))
        {
            yield return $"there is no chart {chart}";
            yield break;
        }

        var templates = release["setValueTemplates"]?.AsObject() ?? [];
        foreach (var key in templates.Concat(release["setValues"]?.AsObject() ?? []).Select(one => one.Key).Where(key => !HasValue(chart, key)))
        {
            yield return $"{chart} has no value {key}";
        }

        foreach (var process in chart == "charts/platform" ? RunningPlatform.Processes : [])
        {
            foreach (var (part, variable) in new[] { ("repository", "REPO"), ("tag", "TAG"), ("digest", "DIGEST") })
            {
                var image = config["build"].List("artifacts").Select(artifact => artifact["image"]!.Text()).FirstOrDefault(image => image.EndsWith($"/{process}", StringComparison.Ordinal));
                var key = $"{process}.image.{part}";
                if (image is not null && templates[key]?.Text() != $"{{{{.IMAGE_{variable}_{image.Replace('/', '_')}}}}}")
                {
                    yield return $"{key} is of another image";
                }
            }
        }
    }

    /// <summary>Whether a chart's values, or those of the chart that stands under an alias in it, hold this key.</summary>
    private static bool HasValue(string chart, string key)
    {
        var alias = Read(chart + "/Chart.yaml").List("dependencies").FirstOrDefault(one => key.StartsWith(one["alias"]!.Text() + ".", StringComparison.Ordinal));
        return Holds(Read(chart + "/values.yaml"), key)
            || (alias is not null && Holds(Read($"charts/{alias["name"]}/values.yaml"), key[(alias["alias"]!.Text().Length + 1)..]));
    }

    private static bool Holds(JsonNode? values, string key)
    {
        var node = values;
        foreach (var part in key.Split('.'))
        {
            if (node is not JsonObject map || !map.TryGetPropertyValue(part, out node))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsJob(string file) => Exists(file) && Read(file)["kind"]?.Text() == "Job";

    /// <summary>What "skaffold verify" runs, in any profile.</summary>
    private static IEnumerable<JsonObject> Tests(JsonObject config) => config.List("profiles").Prepend(config).SelectMany(part => part.List("verify"));

    private static IEnumerable<JsonObject> Releases(JsonNode profile) => profile["deploy"]!["helm"].List("releases");

    private static void Plant(JsonObject config, string path, string value)
    {
        JsonNode node = config;
        var parts = path.Split('.');
        // A key of values holds dots itself.
        var values = Array.FindIndex(parts, part => part.StartsWith("setValue", StringComparison.Ordinal));
        parts = values < 0 ? parts : [.. parts[..(values + 1)], string.Join('.', parts[(values + 1)..])];
        foreach (var part in parts[..^1])
        {
            node = (int.TryParse(part, out var index) ? node[index] : node[part])!;
        }

        JsonNode planted = value.StartsWith('[') ? JsonNode.Parse(value)! : value;
        if (int.TryParse(parts[^1], out var place))
        {
            node[place] = planted;
        }
        else
        {
            node[parts[^1]] = planted;
        }
    }

    private static bool Exists(string path) => File.Exists(At(path));

    private static string At(string path) => Path.Combine(Repository.Root, path);

    private static JsonObject Read(string file) => Merged(Yaml.ReadAll(File.ReadAllText(At(file))).First()!).AsObject();

    /// <summary>YAML's merge keys, as Skaffold's reader takes them.</summary>
    private static JsonNode Merged(JsonNode node)
    {
        switch (node)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(item => item is null ? null : Merged(item))]);
            case JsonObject map:
                var merged = map["<<"] is { } from ? Merged(from).AsObject() : [];
                foreach (var (key, value) in map.Where(part => part.Key != "<<"))
                {
                    merged[key] = value is null ? null : Merged(value);
                }

                return merged;
            default:
                return node.DeepClone();
        }
    }

    [GeneratedRegex(@"\{\{\.IMAGE_(REPO|TAG|DIGEST)_(\w+)\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Image();

    [GeneratedRegex(@"/(?:\d+|-)(?:/|$)", RegexOptions.NonBacktracking)]
    private static partial Regex PlaceInAList();
}
