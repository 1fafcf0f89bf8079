using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Jtai.Charts.Tests;

/// <summary>Every pod: nobody's rights, bounds on what it takes, probes, an image that stays the same.</summary>
internal static partial class Hardening
{
    public static IEnumerable<string> Complaints(Manifests manifests) => manifests.Pods
        .Where(pod => pod.Owner is "Deployment" or "Job")
        .SelectMany(pod => Complaints(pod).Select(complaint => $"{pod.Name}: {complaint}"))
        .Concat(manifests.Find("NetworkPolicy", "default-deny") is { } deny
            && deny["spec"]!["podSelector"]!.AsObject().Count == 0
            && deny["spec"]!["policyTypes"]!.ToJsonString() == """["Ingress","Egress"]"""
            && deny["spec"]!["ingress"] is null && deny["spec"]!["egress"] is null
                ? [] : ["The namespace does not deny by default"]);

    private static IEnumerable<string> Complaints(Pod pod)
    {
        var spec = pod.Template["spec"]!;
        foreach (var complaint in Demand(spec, ("automountServiceAccountToken", "false"), ("enableServiceLinks", "false"),
            ("securityContext.runAsNonRoot", "true"), ("securityContext.seccompProfile.type", "RuntimeDefault")))
        {
            yield return complaint;
        }

        if (new[] { "hostNetwork", "hostPID", "hostIPC" }.Any(host => spec[host] is not null) || spec.List("volumes").Any(volume => volume["hostPath"] is not null))
        {
            yield return "has a part of its node";
        }

        if (!(int.TryParse(spec["securityContext"]?["runAsUser"]?.Text(), out var user) && user >= 10_000))
        {
            yield return "does not say as which user above 10000 it runs";
        }

        foreach (var volume in spec.List("volumes").Where(volume => volume["emptyDir"] is { } empty && empty["sizeLimit"] is null))
        {
            yield return $"the volume {volume["name"]} has no limit";
        }

        foreach (var container in pod.Containers)
        {
            foreach (var complaint in Demand(container, ("securityContext.allowPrivilegeEscalation", "false"), ("securityContext.readOnlyRootFilesystem", "true"),
                ("securityContext.capabilities.drop", "[\"ALL\"]")))
            {
                yield return complaint;
            }

            foreach (var bound in new[] { "requests.cpu", "requests.memory", "limits.cpu", "limits.memory" })
            {
                if (At(container["resources"], bound) is null)
                {
                    yield return $"has no {bound}";
                }
            }

            if (pod.Owner == "Deployment" && (container["livenessProbe"] is null || container["readinessProbe"] is null))
            {
                yield return "is not probed";
            }

            if (!Image().IsMatch(container["image"]!.Text()) || container["image"]!.Text().EndsWith(":latest", StringComparison.Ordinal))
            {
                yield return $"the image {container["image"]} is another one tomorrow";
            }

            foreach (var variable in container.List("env").Where(variable => SecretName().IsMatch(variable["name"]!.Text()) && variable["value"] is not null))
            {
                yield return $"{variable["name"]} stands in the clear";
            }

            foreach (var variable in container.List("env").Where(variable => variable["value"]?.Text() is { } value && value.Contains("Password=", StringComparison.Ordinal)))
            {
                if (!PasswordByReference().IsMatch(variable["value"]!.Text()) || !variable["value"]!.Text().Contains("SSL Mode=VerifyFull", StringComparison.Ordinal))
                {
                    yield return $"{variable["name"]} holds a password, or goes over an open line";
                }
            }
        }

        if (pod.Owner == "Deployment" && pod.Containers.First()["lifecycle"]?["preStop"]?["sleep"]?["seconds"]?.GetValue<int>() is { } leaves
            && spec["terminationGracePeriodSeconds"]!.GetValue<int>() < leaves + 30)
        {
            yield return "is killed before it has finished what it does";
        }
    }

    private static IEnumerable<string> Demand(JsonNode node, params (string Path, string Value)[] demands) =>
        from demand in demands
        let found = At(node, demand.Path)
        where (found is JsonArray ? found.ToJsonString() : found?.Text()) != demand.Value
        select $"{demand.Path} is not {demand.Value}";

    private static JsonNode? At(JsonNode? node, string path) => path.Split('.').Aggregate(node, (found, part) => found?[part]);

    [GeneratedRegex("@sha256:[0-9a-f]{64}$|:[A-Za-z0-9_.-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Image();

    [GeneratedRegex("(PrivateKey|ClientSecret|_PASSWORD|_TOKEN|^SigningKeys.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"Password=\$\([A-Z_]+\)(;|$)", RegexOptions.NonBacktracking)]
    private static partial Regex PasswordByReference();
}
