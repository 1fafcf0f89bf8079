using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>What Helm makes of every environment, and that each check sees the fault that it is there for.</summary>
public sealed class ManifestTests
{
    private static readonly Dictionary<string, Func<Manifests, IEnumerable<string>>> Checks = new()
    {
        [nameof(Kinds)] = Kinds.Complaints,
        [nameof(Shapes)] = Shapes.Complaints,
        [nameof(Brokers)] = Brokers.Complaints,
        [nameof(Links)] = Links.Complaints,
        [nameof(Hardening)] = Hardening.Complaints,
        [nameof(Secrets)] = Secrets.Complaints,
        [nameof(Connections)] = Connections.Complaints,
    };

    /// <summary>A fault that somebody might make, in the manifests of <c>multi-region</c>, and the complaint about it.</summary>
    private static readonly (string Check, string Complaint, Action<Manifests> Fault)[] Faults =
    [
        (nameof(Kinds), "Deployment actions: ", all => Pod(all, "actions")["containers"]![0]!["resources"]!["limit"] = new JsonObject()),
        (nameof(Kinds), "Service actions: ", all => all.One("Service", "actions")["spec"]!["ports"]![0]!["port"] = "grpc"),
        (nameof(Kinds), "Sidecar x is of a kind that nothing here reads", all => all.All.Add(Parse("""{"apiVersion":"x/v1","kind":"Sidecar","metadata":{"name":"x"}}"""))),
        (nameof(Shapes), "Component pubsub has a field spec.ignoreError, which its kind does not", all => Rename(all.One("Component", "pubsub")["spec"]!, "ignoreErrors", "ignoreError")),
        (nameof(Shapes), "Resiliency pubsub: spec.policies.timeouts.delivery is \"10\" and not duration", all => all.One("Resiliency", "pubsub")["spec"]!["policies"]!["timeouts"]!["delivery"] = "10"),
        (nameof(Shapes), "Cluster jtai-database has no spec.managed.roles[].passwordSecret.name", all =>
        {
            foreach (var role in all.One("Cluster", "jtai-database")["spec"]!["managed"].List("roles"))
            {
                role.Remove("passwordSecret");
            }
        }),
        (nameof(Shapes), "ScheduledBackup jtai-database: spec.schedule is \"30 1 * * *\" and not schedule", all => all.One("ScheduledBackup", "jtai-database")["spec"]!["schedule"] = "30 1 * * *"),
        (nameof(Shapes), "Pooler jtai-database-pooler: spec.pgbouncer.poolMode is \"statement\" and not session|transaction", all => all.One("Pooler", "jtai-database-pooler")["spec"]!["pgbouncer"]!["poolMode"] = "statement"),
        (nameof(Brokers), "pubsub.kafka knows no field saslUser", all => all.One("Component", "pubsub")["spec"].List("metadata").First(one => one["name"]!.Text() == "saslUsername")["name"] = "saslUser"),
        (nameof(Brokers), "The sidecar has no API v1.0 by grpc", all => all.One("Configuration", "jtai")["spec"]!["api"]!["allowed"]![0]!["version"] = "v1.0"),
        (nameof(Brokers), "The sidecar's API by http is wholly open", all => all.One("Configuration", "jtai")["spec"]!["api"]!["allowed"]!.AsArray().RemoveAt(1)),
        (nameof(Brokers), "pubsub.kafka needs a field brokers", all => all.One("Component", "pubsub")["spec"]!["metadata"]!.AsArray().RemoveAll(one => one!["name"]!.Text() == "brokers")),
        (nameof(Links), "Deployment actions does not select its own pods", all => all.One("Deployment", "actions")["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"] = "action"),
        (nameof(Links), "Service actions selects the pods of 0 workloads", all => all.One("Service", "actions")["spec"]!["selector"]!["app.kubernetes.io/name"] = "action"),
        (nameof(Links), "Service actions selects the pods of 2 workloads", all => all.One("Job", "actions-migration")["spec"]!["template"]!["metadata"]!["labels"] = Pod(all, "actions").Parent!["metadata"]!["labels"]!.DeepClone()),
        (nameof(Links), "Service actions leads to the port rpc, which its pods do not open", all => all.One("Service", "actions")["spec"]!["ports"]![0]!["targetPort"] = "rpc"),
        (nameof(Links), "PodDisruptionBudget actions selects no pod", all => all.One("PodDisruptionBudget", "actions")["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"] = "action"),
        (nameof(Links), "NetworkPolicy actions names a peer that is nobody", all => all.One("NetworkPolicy", "actions")["spec"]!["ingress"]![0]!["from"]![0]!["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"] = "gatway"),
        (nameof(Links), "actions is probed at the port 9000, which it does not open", all => Pod(all, "actions")["containers"]![0]!["readinessProbe"]!["httpGet"]!["port"] = 9000),
        (nameof(Links), "actions has its sidecar call the port 80, which it does not open", all => Pod(all, "actions").Parent!["metadata"]!["annotations"]!["dapr.io/app-port"] = "80"),
        (nameof(Links), "NetworkPolicy actions admits to the port 8082, which nobody opens", all => all.One("NetworkPolicy", "actions")["spec"]!["ingress"]![0]!["ports"]![0]!["port"] = 8082),
        (nameof(Links), "actions is told of https://inspections:8082, where no Service is", all => Variable(all, "actions", "Services__Inspections")["value"] = "https://inspections:8082"),
        (nameof(Links), "actions is told of the database acts at jtai-database-pooler, where none is", all =>
            Variable(all, "actions", "ConnectionStrings__App")["value"] = "Host=jtai-database-pooler;Database=acts"),
        (nameof(Links), "actions is told of http://inspections:8081/, which is https", all => Variable(all, "actions", "Services__Inspections")["value"] = "http://inspections:8081"),
        (nameof(Links), "actions is told of https://inspections:8081/, which is http", all => all.One("Certificate", "inspections")["spec"]!["dnsNames"]!.AsArray().RemoveAt(0)),
        (nameof(Links), "Certificate actions is of an issuer that is not there", all => all.One("Certificate", "actions")["spec"]!["issuerRef"]!["name"] = "letsencrypt"),
        (nameof(Shapes), "Certificate actions has no spec.privateKey.rotationPolicy", all => all.One("Certificate", "actions")["spec"]!["privateKey"]!.AsObject().Remove("rotationPolicy")),
        (nameof(Secrets), "actions-tls/tls.crt is named and not declared", all => all.One("Certificate", "actions")["spec"]!["secretName"] = "action-tls"),
        (nameof(Secrets), "The certificate in action-tls is used by nobody", all => all.One("Certificate", "actions")["spec"]!["secretName"] = "action-tls"),
        (nameof(Links), "Ingress gateway leads to gateway:https, which is not there", all => all.One("Ingress", "gateway")["spec"]!["rules"]![0]!["http"]!["paths"]![0]!["backend"]!["service"]!["port"]!["name"] = "https"),
        (nameof(Links), "HorizontalPodAutoscaler actions has a least above its most", all => all.One("HorizontalPodAutoscaler", "actions")["spec"]!["minReplicas"] = 99),
        (nameof(Links), "HorizontalPodAutoscaler actions measures a container that is not there", all => all.One("HorizontalPodAutoscaler", "actions")["spec"]!["metrics"]![0]!["containerResource"]!["container"] = "app"),
        (nameof(Links), "Deployment actions sets the replicas that its autoscaler sets", all => all.One("Deployment", "actions")["spec"]!["replicas"] = 1),
        (nameof(Links), "actions mounts tmp, which is no volume of it", all => Pod(all, "actions")["containers"]![0]!["volumeMounts"]![0]!["name"] = "tmp"),
        (nameof(Links), "portal claims keys, which is not there", all => Pod(all, "portal").List("volumes").Single(one => one["name"]!.Text() == "shared")["persistentVolumeClaim"]!["claimName"] = "keys"),
        (nameof(Links), "actions-migration runs before what it needs is there", all => Pod(all, "actions-migration")["serviceAccountName"] = "actions"),
        (nameof(Hardening), "actions: automountServiceAccountToken is not false", all => Pod(all, "actions").AsObject().Remove("automountServiceAccountToken")),
        (nameof(Hardening), "actions: securityContext.readOnlyRootFilesystem is not true", all => Pod(all, "actions")["containers"]![0]!["securityContext"]!.AsObject().Remove("readOnlyRootFilesystem")),
        (nameof(Hardening), "actions: securityContext.runAsNonRoot is not true", all => Pod(all, "actions")["securityContext"]!["runAsNonRoot"] = false),
        (nameof(Hardening), "actions: does not say as which user above 10000 it runs", all => Pod(all, "actions")["securityContext"]!["runAsUser"] = 0),
        (nameof(Hardening), "collector: has no limits.memory", all => Pod(all, "collector")["containers"]![0]!["resources"]!["limits"]!.AsObject().Remove("memory")),
        (nameof(Hardening), "actions-migration: has no requests.cpu", all => Pod(all, "actions-migration")["containers"]![0]!["resources"]!["requests"]!.AsObject().Remove("cpu")),
        (nameof(Hardening), "actions: is not probed", all => Pod(all, "actions")["containers"]![0]!.AsObject().Remove("readinessProbe")),
        (nameof(Hardening), "actions: the image registry/actions is another one tomorrow", all => Pod(all, "actions")["containers"]![0]!["image"] = "registry/actions"),
        (nameof(Hardening), "actions: Service__PrivateKey stands in the clear", all => Replace(Variable(all, "actions", "Service__PrivateKey"), "valueFrom", "value", "abc")),
        (nameof(Hardening), "actions: ConnectionStrings__App holds a password, or goes over an open line", all => Variable(all, "actions", "ConnectionStrings__App")["value"] = "Host=x;Password=abc;SSL Mode=VerifyFull"),
        (nameof(Hardening), "actions: the volume temporary has no limit", all => Pod(all, "actions").List("volumes").First()["emptyDir"] = new JsonObject()),
        (nameof(Hardening), "actions: has a part of its node", all => Pod(all, "actions")["hostNetwork"] = true),
        (nameof(Hardening), "actions: is killed before it has finished what it does", all => Pod(all, "actions")["terminationGracePeriodSeconds"] = 10),
        (nameof(Hardening), "The namespace does not deny by default", all => all.One("NetworkPolicy", "default-deny")["spec"]!["policyTypes"] = new JsonArray("Ingress")),
        (nameof(Secrets), "actions-key/key is named and not declared", all => Variable(all, "actions", "Service__PrivateKey")["valueFrom"]!["secretKeyRef"]!["key"] = "key"),
        (nameof(Secrets), "partners-keys/public-key is named and not declared", all => Variable(all, "partners", "Clients__0__PublicKey")["valueFrom"]!["secretKeyRef"]!["name"] = "partners-keys"),
        (nameof(Secrets), "api-token/token is named and not declared", all => Pod(all, "actions").Parent!["metadata"]!["annotations"]!["dapr.io/api-token-secret"] = "api-token"),
        (nameof(Secrets), "spare/key is declared and named by nobody", all => all.DeclaredSecrets["spare"] = ["key"]),
        (nameof(Secrets), "The Secret x is made by a chart", all => all.All.Add(Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"}}"""))),
        (nameof(Connections), "400 connections are too few", all => all.One("Pooler", "jtai-database-pooler")["spec"]!["pgbouncer"]!["parameters"]!["default_pool_size"] = "40"),
    ];

    public static IEnumerable<object[]> EnvironmentsAndChecks =>
        from environment in Helm.Environments from check in Checks.Keys select new object[] { environment, check };

    public static IEnumerable<object[]> PlantedFaults => Faults.Select((fault, number) => new object[] { number, fault.Complaint });

    [Theory]
    [MemberData(nameof(EnvironmentsAndChecks))]
    public async Task Manifests_OfAnEnvironment_PassTheCheck(string environment, string check) =>
        Assert.Empty(Checks[check](await Rendered.Of(environment)));

    [Theory]
    [MemberData(nameof(PlantedFaults))]
    public async Task Fault_PlantedInTheManifests_IsReported(int number, string complaint)
    {
        var planted = (await Rendered.Of("multi-region")).With(Faults[number].Fault);
        Assert.Contains(Checks[Faults[number].Check](planted), one => one.StartsWith(complaint, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("region")]
    [InlineData("multi-region")]
    public async Task Routes_AndCertificates_PassTheirOwnModels(string environment)
    {
        var manifests = await Rendered.Of(environment);
        Assert.Empty(await Kinds.ForeignComplaintsAsync(manifests));
    }

    [Fact]
    public async Task Route_WithAPortInWords_IsReportedByItsModel()
    {
        var planted = (await Rendered.Of("region")).With(all => all.One("GRPCRoute", "gateway")["spec"]!["rules"]![0]!["backendRefs"]![0]!["port"] = "grpc");
        Assert.Contains(await Kinds.ForeignComplaintsAsync(planted), one => one.StartsWith("GRPCRoute gateway: ", StringComparison.Ordinal) && one.Contains("must be integer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("region")]
    [InlineData("multi-region")]
    public async Task Secret_ThatMustExist_IsExplainedToOperators(string environment)
    {
        var explained = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operators.md"));
        Assert.All((await Rendered.Of(environment)).DeclaredSecrets.Where(secret => secret.Value.Length > 0), secret => Assert.Contains($"`{secret.Key}`", explained, StringComparison.Ordinal));
    }

    private static JsonNode Pod(Manifests all, string name) => all.Of("Deployment", "Job").Single(one => one.Name() == name)["spec"]!["template"]!["spec"]!;

    private static JsonObject Variable(Manifests all, string pod, string name) =>
        Pod(all, pod)["containers"]![0].List("env").Single(one => one["name"]!.Text() == name);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static void Rename(JsonNode node, string from, string to) => Replace(node, from, to, node[from]!.DeepClone());

    private static void Replace(JsonNode node, string from, string to, JsonNode value)
    {
        node.AsObject().Remove(from);
        node[to] = value;
    }
}
