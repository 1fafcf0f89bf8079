using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Jtai.Charts.Tests;

/// <summary>
/// Fields of the kinds that Kubernetes itself does not know, as their own definitions have them: of Dapr (1.16), CloudNativePG
/// (1.26 to 1.30) with its Barman Cloud plugin, the Prometheus operator, the Gateway API. What a cluster does not know it drops
/// without a word, so a name written wrongly is found here. Only fields that the charts use are listed.
/// </summary>
internal static partial class Shapes
{
    // path, and what stands there: text, whole, bool, duration, quantity, or the values themselves. With ! it must be there.
    private static readonly Dictionary<string, string> Known = new()
    {
        ["dapr.io/v1alpha1 Component"] = """
            scopes[] text!
            spec.type text!
            spec.version text!
            spec.ignoreErrors bool
            spec.initTimeout duration
            spec.metadata[].name text!
            spec.metadata[].value text
            spec.metadata[].secretKeyRef.name text
            spec.metadata[].secretKeyRef.key text
            """,
        ["dapr.io/v1alpha1 Configuration"] = """
            spec.tracing.samplingRate text
            spec.tracing.otel.endpointAddress text
            spec.tracing.otel.isSecure bool
            spec.tracing.otel.protocol grpc|http
            spec.metric.enabled bool
            spec.metric.http.increasedCardinality bool
            spec.api.allowed[].name text
            spec.api.allowed[].version text
            spec.api.allowed[].protocol grpc|http
            spec.accessControl.defaultAction allow|deny
            """,
        ["dapr.io/v1alpha1 Resiliency"] = """
            scopes[] text!
            spec.policies.timeouts.* duration
            spec.policies.retries.*.policy constant|exponential
            spec.policies.retries.*.duration duration
            spec.policies.retries.*.maxInterval duration
            spec.policies.retries.*.maxRetries whole
            spec.targets.components.*.inbound.timeout text
            spec.targets.components.*.inbound.retry text
            spec.targets.components.*.outbound.timeout text
            spec.targets.components.*.outbound.retry text
            """,
        ["postgresql.cnpg.io/v1 Cluster"] = """
            spec.instances whole!
            spec.imageName text!
            spec.imagePullSecrets[].name text
            spec.enableSuperuserAccess bool!
            spec.enablePDB bool
            spec.primaryUpdateStrategy unsupervised|supervised
            spec.primaryUpdateMethod switchover|restart
            spec.affinity.enablePodAntiAffinity bool
            spec.affinity.podAntiAffinityType preferred|required
            spec.affinity.topologyKey text
            spec.topologySpreadConstraints[].topologyKey text
            spec.topologySpreadConstraints[].maxSkew whole
            spec.topologySpreadConstraints[].whenUnsatisfiable DoNotSchedule|ScheduleAnyway
            spec.topologySpreadConstraints[].labelSelector.matchLabels.* text
            spec.seccompProfile.type RuntimeDefault
            spec.storage.size quantity!
            spec.storage.storageClass text
            spec.walStorage.size quantity!
            spec.walStorage.storageClass text
            spec.resources.requests.cpu quantity!
            spec.resources.requests.memory quantity!
            spec.resources.limits.cpu quantity!
            spec.resources.limits.memory quantity!
            spec.certificates.serverAltDNSNames[] text
            spec.postgresql.parameters.* text!
            spec.postgresql.synchronous.method any|first
            spec.postgresql.synchronous.number whole
            spec.postgresql.synchronous.dataDurability required|preferred
            spec.postgresql.pg_hba[] text!
            spec.bootstrap.initdb.database text!
            spec.bootstrap.initdb.owner text!
            spec.bootstrap.initdb.secret.name text!
            spec.bootstrap.initdb.encoding text
            spec.bootstrap.initdb.localeCollate text
            spec.bootstrap.initdb.localeCType text
            spec.bootstrap.initdb.dataChecksums bool
            spec.bootstrap.initdb.postInitSQL[] text
            spec.managed.roles[].name text!
            spec.managed.roles[].ensure present|absent
            spec.managed.roles[].login bool!
            spec.managed.roles[].superuser bool
            spec.managed.roles[].createdb bool
            spec.managed.roles[].createrole bool
            spec.managed.roles[].replication bool
            spec.managed.roles[].bypassrls bool
            spec.managed.roles[].passwordSecret.name text!
            spec.plugins[].name text
            spec.plugins[].isWALArchiver bool
            spec.plugins[].parameters.barmanObjectName text
            spec.monitoring.enablePodMonitor bool
            """,
        ["postgresql.cnpg.io/v1 Database"] = """
            spec.cluster.name text!
            spec.name text!
            spec.owner text!
            spec.ensure present|absent
            spec.databaseReclaimPolicy delete|retain
            """,
        ["postgresql.cnpg.io/v1 Pooler"] = """
            spec.cluster.name text!
            spec.instances whole!
            spec.type rw|ro|r
            spec.pgbouncer.poolMode session|transaction!
            spec.pgbouncer.parameters.max_client_conn text
            spec.pgbouncer.parameters.default_pool_size text
            spec.monitoring.enablePodMonitor bool
            spec.template.spec.topologySpreadConstraints[].topologyKey text
            spec.template.spec.topologySpreadConstraints[].maxSkew whole
            spec.template.spec.topologySpreadConstraints[].whenUnsatisfiable DoNotSchedule|ScheduleAnyway
            spec.template.spec.topologySpreadConstraints[].labelSelector.matchLabels.cnpg.io/poolerName text
            spec.template.spec.containers[].name pgbouncer!
            spec.template.spec.containers[].resources.requests.cpu quantity!
            spec.template.spec.containers[].resources.requests.memory quantity!
            spec.template.spec.containers[].resources.limits.cpu quantity!
            spec.template.spec.containers[].resources.limits.memory quantity!
            """,
        ["postgresql.cnpg.io/v1 ScheduledBackup"] = """
            spec.cluster.name text!
            spec.schedule schedule!
            spec.immediate bool
            spec.backupOwnerReference none|self|cluster
            spec.target primary|prefer-standby
            spec.method plugin|volumeSnapshot!
            spec.pluginConfiguration.name barman-cloud.cloudnative-pg.io!
            """,
        ["barmancloud.cnpg.io/v1 ObjectStore"] = """
            spec.retentionPolicy text!
            spec.configuration.destinationPath text!
            spec.configuration.endpointURL text
            spec.configuration.s3Credentials.accessKeyId.name text
            spec.configuration.s3Credentials.accessKeyId.key text
            spec.configuration.s3Credentials.secretAccessKey.name text
            spec.configuration.s3Credentials.secretAccessKey.key text
            spec.configuration.s3Credentials.inheritFromIAMRole bool
            spec.configuration.wal.compression gzip|bzip2|lz4|snappy|xz|zstd
            spec.configuration.data.compression gzip|bzip2|lz4|snappy
            """,
        ["monitoring.coreos.com/v1 PodMonitor"] = """
            spec.selector.matchLabels.* text!
            spec.podMetricsEndpoints[].port text!
            spec.podMetricsEndpoints[].honorLabels bool
            """,
        ["monitoring.coreos.com/v1 PrometheusRule"] = """
            spec.groups[].name text!
            spec.groups[].rules[].alert text!
            spec.groups[].rules[].expr text!
            spec.groups[].rules[].for duration
            spec.groups[].rules[].labels.severity warning|critical!
            spec.groups[].rules[].annotations.summary text!
            spec.groups[].rules[].annotations.action text!
            """,
        ["gateway.networking.k8s.io/v1 BackendTLSPolicy"] = """
            spec.targetRefs[].group empty
            spec.targetRefs[].kind Service!
            spec.targetRefs[].name text!
            spec.validation.hostname text!
            spec.validation.caCertificateRefs[].group empty
            spec.validation.caCertificateRefs[].kind ConfigMap!
            spec.validation.caCertificateRefs[].name text!
            """,
        ["cert-manager.io/v1 Issuer"] = """
            spec.selfSigned any
            spec.ca.secretName text
            """,
        ["cert-manager.io/v1 Certificate"] = """
            spec.secretName text!
            spec.commonName text
            spec.isCA bool
            spec.issuerRef.kind Issuer!
            spec.issuerRef.name text!
            spec.dnsNames[] text
            spec.duration duration
            spec.renewBefore duration
            spec.privateKey.algorithm ECDSA|RSA
            spec.privateKey.size whole
            spec.privateKey.rotationPolicy Always|Never!
            spec.usages[] text
            """,
        ["gateway.networking.k8s.io/v1 HTTPRoute"] = Route,
        ["gateway.networking.k8s.io/v1 GRPCRoute"] = Route,
    };

    private const string Route = """
        spec.parentRefs[].name text!
        spec.parentRefs[].namespace text
        spec.parentRefs[].sectionName text
        spec.hostnames[] text!
        spec.rules[].backendRefs[].name text!
        spec.rules[].backendRefs[].port whole!
        """;

    public static bool Knows(JsonObject manifest) => Known.ContainsKey($"{manifest["apiVersion"]} {manifest.Kind()}");

    public static IEnumerable<string> Complaints(Manifests manifests) => manifests.All.Where(Knows).SelectMany(Complaints);

    private static IEnumerable<string> Complaints(JsonObject manifest)
    {
        var fields = Known[$"{manifest["apiVersion"]} {manifest.Kind()}"].Split('\n').Select(line => line.Split(' '))
            .Select(words => new Field(words[0], words[1].TrimEnd('!'), words[1].EndsWith('!'))).ToList();
        var leaves = manifest.Leaves().Where(leaf => leaf.Path is not ("apiVersion" or "kind") && !leaf.Path.StartsWith("metadata.", StringComparison.Ordinal)).ToList();
        foreach (var (path, value) in leaves)
        {
            if (fields.FirstOrDefault(one => one.Is(path)) is not { } field)
            {
                yield return $"{manifest.Kind()} {manifest.Name()} has a field {path}, which its kind does not";
            }
            else if (!field.Takes(value))
            {
                yield return $"{manifest.Kind()} {manifest.Name()}: {path} is {value?.ToJsonString() ?? "null"} and not {field.Form}";
            }
        }

        foreach (var field in fields.Where(field => field.IsNeeded && !leaves.Any(leaf => field.Is(leaf.Path))))
        {
            yield return $"{manifest.Kind()} {manifest.Name()} has no {field.Path}";
        }
    }

    private sealed record Field(string Path, string Form, bool IsNeeded)
    {
        public bool Is(string path)
        {
            var star = Path.IndexOf('*', StringComparison.Ordinal);
            return star < 0 ? path == Path
                : path.StartsWith(Path[..star], StringComparison.Ordinal) && path.EndsWith(Path[(star + 1)..], StringComparison.Ordinal) && path.Length > Path.Length - 1;
        }

        public bool Takes(JsonNode? value) => Form switch
        {
            "any" => true,
            "empty" => value?.Text() == "",
            _ when value is not JsonValue => false,
            "text" => value.GetValueKind() == System.Text.Json.JsonValueKind.String && value.Text().Length > 0,
            "whole" => value.GetValueKind() == System.Text.Json.JsonValueKind.Number && int.TryParse(value.Text(), CultureInfo.InvariantCulture, out _),
            "bool" => value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
            "duration" => Duration().IsMatch(value.Text()),
            "quantity" => Quantity().IsMatch(value.Text()),
            "schedule" => value.Text().Split(' ').Length == 6,
            _ => Form.Split('|').Contains(value.Text()),
        };
    }

    [GeneratedRegex(@"^(\d+(ms|s|m|h))+$", RegexOptions.NonBacktracking)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^\d+(\.\d+)?(m|Ki|Mi|Gi|Ti)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Quantity();
}
