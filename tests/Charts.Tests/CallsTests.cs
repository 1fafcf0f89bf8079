using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>
/// The network policies against the calls that the code makes: whom a process calls is what addresses it asks for when it runs,
/// and what it subscribes to is what it tells Dapr.
/// </summary>
[Collection(nameof(RunningPlatform))]
public sealed class CallsTests(RunningPlatform platform)
{
    private static readonly string[] Databases = ["partners", "inspections", "actions", "reporting"];

    public static TheoryData<string> Environments => [.. Helm.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Policies_AdmitWhatTheCodeCalls_AndNothingElse(string environment)
    {
        var manifests = await Rendered.Of(environment);
        Assert.Empty(Calls.Complaints(manifests, CallsIn(manifests)));
    }

    [Theory]
    [InlineData("reporting cannot open actions:8081", "actions", "ingress", "reporting")]
    [InlineData("partners cannot open partners:8080", "partners", "ingress", "partners")]
    [InlineData("gateway cannot open portal:8080", "gateway", "egress", "portal")]
    [InlineData("actions cannot open jtai-database:5432", "jtai-database", "ingress", "actions")]
    [InlineData("actions-migration cannot open jtai-database:5432", "jtai-database", "ingress", "actions-migration")]
    public void Policy_ThatLeavesACallerOut_IsReported(string complaint, string policy, string direction, string peer)
    {
        var planted = platform.Manifests.With(all =>
        {
            foreach (var rule in all.One("NetworkPolicy", policy)["spec"].List(direction))
            {
                rule[direction == "ingress" ? "from" : "to"]?.AsArray().RemoveAll(one => one!["podSelector"]?["matchLabels"]?["app.kubernetes.io/name"]?.Text() == peer);
            }
        });
        // An empty list would be everybody.
        var emptied = planted.With(all => all.One("NetworkPolicy", policy)["spec"]![direction]!.AsArray()
            .RemoveAll(rule => rule![direction == "ingress" ? "from" : "to"] is JsonArray { Count: 0 }));
        Assert.Contains(complaint, Calls.Complaints(emptied, CallsIn(emptied)));
    }

    [Theory]
    [InlineData("portal may open jtai-database:5432 and never does", """{"podSelector":{"matchLabels":{"app.kubernetes.io/part-of":"jtai"}}}""", "jtai-database", "portal", 5432)]
    [InlineData("gateway may open inspections:8080 and never does", """{"podSelector":{}}""", "inspections", "gateway", 8080)]
    public void Policy_ThatAdmitsMore_IsReported(string complaint, string peer, string to, string from, int port)
    {
        var planted = platform.Manifests.With(all =>
        {
            all.One("NetworkPolicy", to)["spec"]!["ingress"]!.AsArray().Add(Rule("from", peer, port));
            all.One("NetworkPolicy", from)["spec"]!["egress"]!.AsArray().Add(Rule("to", """{"podSelector":{}}""", port));
        });
        Assert.Contains(complaint, Calls.Complaints(planted, CallsIn(planted)));
    }

    // Whom the check signs in, only an environment to work in trusts.
    [Theory]
    [InlineData("dev", true)]
    [InlineData("region", false)]
    public async Task Verify_WhereItMayAsk_ReachesTheGatewayAlone(string environment, bool mainJob)
    {
        var manifests = await Rendered.Of(environment);
        var admitted = Yaml.ReadAll(await Helm.RenderAsync("platform", $"values/{environment}.yaml", ["--set", "verify.enabled=true"]))
            .OfType<JsonObject>().Where(one => one.Name().StartsWith("verify", StringComparison.Ordinal)).ToList();
        var job = Yaml.ReadAll(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "charts", "verify.yaml"))).Single()!.AsObject();
        var all = manifests.With(these => these.All.AddRange([.. admitted, job]));
        var calls = CallsIn(manifests);
        calls.UnionWith([("verify", "gateway", 8080), ("verify", "gateway", 8081), .. mainJob ? [("partners", "verify", 8083)] : Array.Empty<(string, string, int)>()]);
        Assert.Empty(Calls.Complaints(all, calls));
        Assert.Equal(mainJob, admitted.Any(one => one.Kind() == "Service" && one["spec"]!["selector"]!.SelectsAll(job["spec"]!["template"]!["metadata"]!["labels"]!.AsObject())));
        // The offenders: a Job without the label, and Partners without its way out.
        var strange = all.With(these => these.One("Job", "verify")["spec"]!["template"]!["metadata"]!["labels"]!["app.kubernetes.io/part-of"] = "other");
        Assert.Contains("verify cannot open gateway:8081", Calls.Complaints(strange, calls));
        var shut = all.With(these => these.All.RemoveAll(one => one.Name() == "verify-by-partners"));
        Assert.Equal(mainJob, Calls.Complaints(shut, calls).Contains("partners cannot open verify:8083"));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task WaysOut_AreThoseThatTheCodeNeeds(string environment)
    {
        var manifests = await Rendered.Of(environment);
        Assert.Empty(WaysOutComplaints(manifests));
    }

    [Fact]
    public void WayOut_ThatNobodyNeeds_OrThatIsMissing_IsReported()
    {
        var planted = platform.Manifests.With(all =>
        {
            all.One("NetworkPolicy", "actions")["spec"]!["egress"]!.AsArray().Add(Rule("to", """{"ipBlock":{"cidr":"0.0.0.0/0"}}""", 443));
            all.One("NetworkPolicy", "portal")["spec"]!["egress"]!.AsArray().RemoveAll(rule => rule!["to"]![0]!["ipBlock"] is not null);
        });
        Assert.Equal(["portal: dns and not dns https", "actions: broker dapr dns https mail and not broker dapr dns mail"], WaysOutComplaints(planted));
    }

    [Fact]
    public async Task Scopes_OfTheBroker_AreWhatTheProcessesSubscribeTo() =>
        Assert.Empty(await ScopeComplaintsAsync(platform.Manifests.One("Component", "pubsub")));

    [Theory]
    [InlineData("subscriptionScopes", "actions=jtai.partners.v1,jtai.inspections.v1", "actions=jtai.partners.v1", "actions subscribes to jtai.inspections.v1 jtai.partners.v1 and is let to jtai.partners.v1")]
    [InlineData("subscriptionScopes", "inspections=", "inspections=jtai.reporting.v1,", "inspections subscribes to jtai.partners.v1 and is let to jtai.partners.v1 jtai.reporting.v1")]
    [InlineData("publishingScopes", "actions=jtai.actions.v1,jtai.dead-letters.v1", "actions=jtai.partners.v1,jtai.dead-letters.v1", "actions may publish jtai.dead-letters.v1 jtai.partners.v1 and not jtai.actions.v1 jtai.dead-letters.v1")]
    public async Task Scopes_OfAnotherTopic_AreReported(string field, string written, string planted, string complaint)
    {
        var component = platform.Manifests.One("Component", "pubsub").DeepClone().AsObject();
        var scopes = component["spec"].List("metadata").Single(one => one["name"]!.Text() == field);
        Assert.Contains(written, scopes["value"]!.Text(), StringComparison.Ordinal);
        scopes["value"] = scopes["value"]!.Text().Replace(written, planted, StringComparison.Ordinal);
        Assert.Equal([complaint], await ScopeComplaintsAsync(component));
    }

    private async Task<IReadOnlyList<string>> ScopeComplaintsAsync(JsonObject component)
    {
        var complaints = new List<string>();
        var (subscribed, published) = (Scopes(component, "subscriptionScopes"), Scopes(component, "publishingScopes"));
        foreach (var service in Databases)
        {
            var told = await platform.SubscriptionsOf(service);
            var topics = told.Select(one => one.Topic).Order().ToList();
            if (!topics.SequenceEqual(subscribed[service]) || told.Any(one => one.PubSub != component.Name()))
            {
                complaints.Add($"{service} subscribes to {string.Join(' ', topics)} and is let to {string.Join(' ', subscribed[service])}");
            }

            string[] own = [platform.DeadLetters, $"jtai.{service}.v1"];
            if (!own.Order().SequenceEqual(published[service]))
            {
                complaints.Add($"{service} may publish {string.Join(' ', published[service])} and not {string.Join(' ', own.Order().ToList())}");
            }
        }

        Assert.Equal(Databases.Order(), component["scopes"]!.AsArray().Select(app => app!.Text()));
        return complaints;
    }

    private static Dictionary<string, string[]> Scopes(JsonObject component, string name) =>
        component["spec"].List("metadata").Single(field => field["name"]!.Text() == name)["value"]!.Text()
            .Split(';').Select(app => app.Split('=')).ToDictionary(app => app[0], app => app[1].Split(',').Order().ToArray());

    private static JsonObject Rule(string direction, string peer, int port) => new()
    {
        [direction] = new JsonArray(JsonNode.Parse(peer)),
        ["ports"] = new JsonArray(new JsonObject { ["port"] = port }),
    };

    private HashSet<(string From, string To, int Port)> CallsIn(Manifests manifests)
    {
        var calls = new HashSet<(string, string, int)>();
        var database = manifests.Of("Cluster").Single().Name();
        foreach (var process in RunningPlatform.Processes)
        {
            var read = platform.SettingsReadBy(process);
            foreach (var service in read.Where(name => name.StartsWith("Services:", StringComparison.Ordinal)).Select(name => name["Services:".Length..]))
            {
                calls.Add((process, service.Replace("Http", "", StringComparison.Ordinal).ToLowerInvariant(), service is "PartnersHttp" or "Portal" ? 8080 : 8081));
            }

            if (read.Contains("ConnectionStrings:App"))
            {
                calls.Add((process, manifests.Of("Pooler").SingleOrDefault()?.Name() ?? database, 5432));
                calls.Add((process + "-migration", database, 5432));
            }

            if (read.Contains("OTEL_EXPORTER_OTLP_ENDPOINT") && manifests.Find("Service", "collector") is not null)
            {
                calls.Add((process, "collector", 4317));
            }

            if (read.Contains("Files:Scanner") && manifests.Find("Service", "scanner") is not null)
            {
                calls.Add((process, "scanner", 3310));
            }
        }

        return calls;
    }

    private IEnumerable<string> WaysOutComplaints(Manifests manifests)
    {
        foreach (var process in RunningPlatform.Processes)
        {
            var read = platform.SettingsReadBy(process);
            var pod = manifests.Pods.Single(pod => pod.Name == process);
            var hasSidecar = pod.Annotations.ContainsKey("dapr.io/enabled");
            var environment = pod.Containers.SelectMany(container => container.List("env")).Select(one => one["name"]!.Text()).ToHashSet();
            var mails = pod.Containers.SelectMany(container => container.List("env")).FirstOrDefault(one => one["name"]!.Text() == "Notifications__Transport")?["value"]?.Text();
            string[] needed =
            [
                .. hasSidecar ? ["broker", "dapr"] : Array.Empty<string>(), "dns",
                .. mails == "govuk-notify" || read.Any(name => name.StartsWith("IdentityProvider", StringComparison.Ordinal)) ? ["https"] : Array.Empty<string>(),
                .. mails == "smtp" ? ["mail"] : Array.Empty<string>(),
                .. environment.Contains("Files__MongoDB") ? ["mongodb"] : Array.Empty<string>(),
            ];
            var found = manifests.One("NetworkPolicy", process)["spec"].List("egress").SelectMany(rule => rule.List("to").Select(peer => Kind(peer, rule)))
                .OfType<string>().Distinct().Order().ToArray();
            if (!found.SequenceEqual(needed))
            {
                yield return $"{process}: {string.Join(' ', found)} and not {string.Join(' ', needed)}";
            }
        }
    }

    private static string? Kind(JsonObject peer, JsonObject rule) => peer["namespaceSelector"]?["matchLabels"]?["kubernetes.io/metadata.name"]?.Text() switch
    {
        "kube-system" when peer["podSelector"]?["matchLabels"]?["k8s-app"]?.Text() == "kube-dns" => "dns",
        "dapr-system" => "dapr",
        null when peer["ipBlock"] is null => null,
        _ => rule.List("ports").Single()["port"]!.GetValue<int>() switch { 443 => "https", 587 => "mail", 27017 => "mongodb", _ => "broker" },
    };
}
