using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;

namespace Jtai.Charts.Tests;

/// <summary>Every manifest is read back: Kubernetes' own kinds by its client's models, the Gateway API and cert-manager by theirs.</summary>
internal static class Kinds
{
    private static readonly Dictionary<string, Type> Models = typeof(k8s.Models.V1Pod).Assembly.GetTypes()
        .Select(type => (Type: type, Entity: type.GetCustomAttribute<k8s.Models.KubernetesEntityAttribute>()))
        .Where(model => model.Entity is not null)
        .GroupBy(model => $"{(model.Entity!.Group.Length > 0 ? model.Entity.Group + "/" : "")}{model.Entity.ApiVersion} {model.Entity.Kind}")
        .ToDictionary(models => models.Key, models => models.First().Type);

    public static IEnumerable<string> Complaints(Manifests manifests)
    {
        foreach (var manifest in manifests.All)
        {
            if (Read(manifest) is { } complaint)
            {
                yield return complaint;
            }
        }

        foreach (var twice in manifests.All.GroupBy(one => (one["apiVersion"]!.Text(), one.Kind(), one.Name())).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key.Item2} {twice.Key.Item3} is there twice";
        }
    }

    public static async Task<IReadOnlyList<string>> ForeignComplaintsAsync(Manifests manifests)
    {
        var foreign = manifests.All.Where(one => one["apiVersion"]!.Text() is var version
            && (version.StartsWith("gateway.networking.k8s.io/", StringComparison.Ordinal) || version.StartsWith("cert-manager.io/", StringComparison.Ordinal)));
        await Repository.PackagesAsync();
        var (exitCode, output, errors) = await Repository.RunAsync(
            "node", ["validate.mjs"], Repository.Tools, new JsonArray([.. foreign.Select(one => one.DeepClone())]).ToJsonString());
        Assert.True(exitCode == 0, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? Read(JsonObject manifest)
    {
        var named = $"{manifest.Kind()} {manifest.Name()}";
        if (!Models.TryGetValue($"{manifest["apiVersion"]} {manifest.Kind()}", out var model))
        {
            return Shapes.Knows(manifest) ? null : $"{named} is of a kind that nothing here reads";
        }

        try
        {
            // JSON is YAML; strict: an unknown field is refused.
            typeof(KubernetesYaml).GetMethods().Single(method => method is { Name: nameof(KubernetesYaml.Deserialize), IsGenericMethod: true }
                    && method.GetParameters() is [{ ParameterType: var first }, _] && first == typeof(string))
                .MakeGenericMethod(model).Invoke(null, [manifest.ToJsonString(), true]);
            return null;
        }
        catch (TargetInvocationException failure)
        {
            return $"{named}: {failure.InnerException!.InnerException?.Message ?? failure.InnerException.Message}";
        }
    }
}
