using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>What a manifest points at is there: pods for selectors, ports, accounts, claims, services.</summary>
internal static class Links
{
    public static IEnumerable<string> Complaints(Manifests manifests) =>
    [
        .. Workloads(manifests), .. Services(manifests), .. Selectors(manifests), .. Ports(manifests), .. Addresses(manifests),
        .. Routes(manifests), .. Scaling(manifests), .. Volumes(manifests), .. Certificates(manifests),
    ];

    /// <summary>A process that serves TLS has a certificate for the name that it is called by, of an issuer that is there.</summary>
    private static IEnumerable<string> Certificates(Manifests manifests)
    {
        foreach (var certificate in manifests.Of("Certificate"))
        {
            if (manifests.Find("Issuer", certificate["spec"]!["issuerRef"]!["name"]!.Text()) is null)
            {
                yield return $"Certificate {certificate.Name()} is of an issuer that is not there";
            }
        }

        foreach (var pod in manifests.Pods)
        {
            foreach (var variable in pod.Containers.SelectMany(container => container.List("env")))
            {
                if (Uri.TryCreate(variable["value"]?.Text(), UriKind.Absolute, out var address) && manifests.Find("Deployment", address.Host) is not null
                    && address.Scheme != SchemeOf(manifests, address.Host))
                {
                    yield return $"{pod.Name} is told of {address}, which is {SchemeOf(manifests, address.Host)}";
                }
            }
        }
    }

    private static string SchemeOf(Manifests manifests, string process)
    {
        var mounted = manifests.Find("Deployment", process)!["spec"]!["template"]!["spec"].List("volumes").Select(volume => volume["secret"]?["secretName"]?.Text()).ToList();
        return manifests.Of("Certificate").Any(certificate => mounted.Contains(certificate["spec"]!["secretName"]!.Text())
            && certificate["spec"]!["dnsNames"]!.AsArray().Any(name => name!.Text() == process)) ? "https" : "http";
    }

    private static IEnumerable<string> Workloads(Manifests manifests) =>
        from owner in manifests.Of("Deployment")
        where !owner["spec"]!["selector"].Selects(owner["spec"]!["template"]!["metadata"]!["labels"]!.AsObject())
        select $"Deployment {owner.Name()} does not select its own pods";

    private static IEnumerable<string> Services(Manifests manifests)
    {
        foreach (var service in manifests.Of("Service"))
        {
            var pods = manifests.Pods.Where(pod => service["spec"]!["selector"]!.SelectsAll(pod.Labels)).ToList();
            if (pods is not [var one])
            {
                yield return $"Service {service.Name()} selects the pods of {pods.Count} workloads";
                continue;
            }

            foreach (var port in service["spec"].List("ports"))
            {
                var target = port["targetPort"]!.Text();
                if (!one.Opens(target))
                {
                    yield return $"Service {service.Name()} leads to the port {target}, which its pods do not open";
                }
            }
        }
    }

    private static IEnumerable<string> Selectors(Manifests manifests)
    {
        var selectors = manifests.Of("PodDisruptionBudget", "PodMonitor").Select(one => (Of: one, Selector: one["spec"]!["selector"]))
            .Concat(manifests.Of("NetworkPolicy").Select(one => (Of: one, Selector: one["spec"]!["podSelector"])))
            .Where(one => one.Selector!.AsObject().Count > 0)
            .Concat(from owner in manifests.Of("Deployment")
                    from spread in owner["spec"]!["template"]!["spec"].List("topologySpreadConstraints")
                    select (Of: owner, Selector: spread["labelSelector"]));
        foreach (var (of, selector) in selectors)
        {
            var pods = manifests.Pods.Where(pod => selector.Selects(pod.Labels)).ToList();
            if (pods.Count == 0)
            {
                yield return $"{of.Kind()} {of.Name()} selects no pod";
            }
            else if (of.Kind() is "PodDisruptionBudget" or "Deployment" && pods.Count > 1)
            {
                yield return $"{of.Kind()} {of.Name()} selects the pods of {string.Join(" and ", pods.Select(pod => pod.Name))}";
            }
        }

        // A peer in the same namespace that is nobody is a name written wrongly.
        foreach (var policy in manifests.Of("NetworkPolicy"))
        {
            foreach (var peer in policy["spec"].List("ingress").SelectMany(rule => rule.List("from")).Concat(policy["spec"].List("egress").SelectMany(rule => rule.List("to"))))
            {
                if (peer["podSelector"] is { } selector && peer["namespaceSelector"] is null && !manifests.Pods.Any(pod => selector.Selects(pod.Labels)))
                {
                    yield return $"NetworkPolicy {policy.Name()} names a peer that is nobody: {selector.ToJsonString()}";
                }
            }
        }
    }

    private static IEnumerable<string> Ports(Manifests manifests)
    {
        foreach (var pod in manifests.Pods)
        {
            foreach (var container in pod.Containers)
            {
                foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
                {
                    var port = (container[probe]?["grpc"] ?? container[probe]?["httpGet"])?["port"]?.Text();
                    if (port is not null && !pod.Opens(port))
                    {
                        yield return $"{pod.Name} is probed at the port {port}, which it does not open";
                    }
                }
            }

            if (pod.Annotations["dapr.io/app-port"]?.Text() is { } app && !pod.Opens(app))
            {
                yield return $"{pod.Name} has its sidecar call the port {app}, which it does not open";
            }
        }

        foreach (var policy in manifests.Of("NetworkPolicy"))
        {
            var pods = manifests.Pods.Where(pod => policy["spec"]!["podSelector"].Or(pod)).ToList();
            // 9090 is the sidecar's; of CloudNativePG's pods the operator knows the others.
            var open = pods.SelectMany(pod => pod.Ports.Select(port => port.Number)).Append(9090).ToHashSet();
            foreach (var port in policy["spec"].List("ingress").SelectMany(rule => rule.List("ports")).Select(port => port["port"]!.GetValue<int>()))
            {
                if (!open.Contains(port) && pods.All(pod => pod.Owner is not ("Cluster" or "Pooler")))
                {
                    yield return $"NetworkPolicy {policy.Name()} admits to the port {port}, which nobody opens";
                }
            }
        }
    }

    /// <summary>Addresses in settings: a Service of that name has that port.</summary>
    private static IEnumerable<string> Addresses(Manifests manifests)
    {
        foreach (var pod in manifests.Pods)
        {
            foreach (var variable in pod.Containers.SelectMany(container => container.List("env")))
            {
                var name = variable["name"]!.Text();
                var value = variable["value"]?.Text() ?? "";
                if (((name.StartsWith("Services__", StringComparison.Ordinal) && value.Contains("://", StringComparison.Ordinal)) || name == "OTEL_EXPORTER_OTLP_ENDPOINT")
                    && new Uri(value) is var address
                    && manifests.Find("Service", address.Host)?["spec"].List("ports").Any(port => port["port"]!.GetValue<int>() == address.Port) != true)
                {
                    yield return $"{pod.Name} is told of {value}, where no Service is";
                }

                if (name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
                    && new Npgsql.NpgsqlConnectionStringBuilder(value) is var connection
                    && !DatabaseHosts(manifests).Contains((connection.Host!, connection.Database!)))
                {
                    yield return $"{pod.Name} is told of the database {connection.Database} at {connection.Host}, where none is";
                }
            }
        }
    }

    private static HashSet<(string Host, string Database)> DatabaseHosts(Manifests manifests) =>
    [
        .. from host in manifests.Of("Cluster").Select(cluster => cluster.Name() + "-rw").Concat(manifests.Of("Pooler").Select(pooler => pooler.Name()))
           from database in manifests.Of("Database")
           select (host, database["spec"]!["name"]!.Text()),
    ];

    private static IEnumerable<string> Routes(Manifests manifests)
    {
        var backends = manifests.Of("HTTPRoute", "GRPCRoute")
            .SelectMany(route => route["spec"].List("rules").SelectMany(rule => rule.List("backendRefs")).Select(backend => (route, Service: backend["name"]!.Text(), Port: backend["port"]!.Text())))
            .Concat(manifests.Of("Ingress").SelectMany(route => route["spec"].List("rules").SelectMany(rule => rule["http"].List("paths")).Select(path => path["backend"]!["service"]!)
                .Select(backend => (route, Service: backend["name"]!.Text(), Port: (backend["port"]!["name"] ?? backend["port"]!["number"])!.Text()))));
        return from backend in backends
               let ports = manifests.Find("Service", backend.Service)?["spec"].List("ports") ?? []
               where !ports.Any(port => port["name"]!.Text() == backend.Port || port["port"]!.Text() == backend.Port)
               select $"{backend.route.Kind()} {backend.route.Name()} leads to {backend.Service}:{backend.Port}, which is not there";
    }

    private static IEnumerable<string> Scaling(Manifests manifests)
    {
        foreach (var scaler in manifests.Of("HorizontalPodAutoscaler"))
        {
            var target = manifests.Find("Deployment", scaler["spec"]!["scaleTargetRef"]!["name"]!.Text());
            if (target is null)
            {
                yield return $"HorizontalPodAutoscaler {scaler.Name()} scales nothing";
                continue;
            }

            if (target["spec"]!["replicas"] is not null)
            {
                yield return $"Deployment {target.Name()} sets the replicas that its autoscaler sets";
            }

            if (scaler["spec"]!["minReplicas"]!.GetValue<int>() > scaler["spec"]!["maxReplicas"]!.GetValue<int>())
            {
                yield return $"HorizontalPodAutoscaler {scaler.Name()} has a least above its most";
            }

            var containers = target["spec"]!["template"]!["spec"].List("containers").Select(container => container["name"]!.Text()).ToList();
            foreach (var metric in scaler["spec"].List("metrics"))
            {
                if (!containers.Contains(metric["containerResource"]!["container"]!.Text()))
                {
                    yield return $"HorizontalPodAutoscaler {scaler.Name()} measures a container that is not there";
                }
            }
        }
    }

    private static IEnumerable<string> Volumes(Manifests manifests)
    {
        foreach (var pod in manifests.Pods)
        {
            var spec = pod.Template["spec"]!;
            var volumes = spec.List("volumes").ToList();
            foreach (var mount in pod.Containers.SelectMany(container => container.List("volumeMounts")))
            {
                if (volumes.All(volume => volume["name"]!.Text() != mount["name"]!.Text()))
                {
                    yield return $"{pod.Name} mounts {mount["name"]}, which is no volume of it";
                }
            }

            foreach (var volume in volumes)
            {
                if (volume["persistentVolumeClaim"]?["claimName"]?.Text() is { } claim && manifests.Find("PersistentVolumeClaim", claim) is null)
                {
                    yield return $"{pod.Name} claims {claim}, which is not there";
                }

                if (volume["configMap"]?["name"]?.Text() is { } map && manifests.Find("ConfigMap", map) is null)
                {
                    yield return $"{pod.Name} mounts the ConfigMap {map}, which is not there";
                }
            }

            if (spec["serviceAccountName"]?.Text() is { } account && manifests.Find("ServiceAccount", account) is null)
            {
                yield return $"{pod.Name} runs as {account}, which is no account";
            }

            // A hook before the first installation finds nothing of the release yet.
            if (pod.Owner == "Job" && (spec["serviceAccountName"] is not null || volumes.Any(volume => volume["configMap"] is not null || volume["persistentVolumeClaim"] is not null)))
            {
                yield return $"{pod.Name} runs before what it needs is there";
            }
        }
    }

    private static bool Or(this JsonNode? selector, Pod pod) => selector!.AsObject().Count == 0 || selector.Selects(pod.Labels);
}
