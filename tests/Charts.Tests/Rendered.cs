using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>Every environment, rendered once for all tests.</summary>
internal static class Rendered
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Manifests>>> Environments = new();

    public static Task<Manifests> Of(string environment) =>
        Environments.GetOrAdd(environment, name => new(async () => Manifests.Read(await Helm.TemplateAsync(name), DeclaredSecrets(name)))).Value;

    /// <summary>The lists "secrets" of the values that an environment's release is made with.</summary>
    private static Dictionary<string, string[]> DeclaredSecrets(string environment)
    {
        string[] files = ["platform/values.yaml", $"values/{environment}.yaml", "database/values.yaml", $"values/database/{environment}.yaml"];
        var declared = new Dictionary<string, string[]>();
        foreach (var (secret, keys) in files.SelectMany(file =>
            Yaml.ReadAll(File.ReadAllText(Path.Combine(Repository.Root, "charts", file))).Single()!["secrets"]?.AsObject() ?? []))
        {
            // As in Helm, null takes back what stood before.
            declared[secret] = keys is null ? [] : [.. declared.GetValueOrDefault(secret, []).Union(keys.AsArray().Select(key => key!.Text()))];
        }

        return declared;
    }
}
