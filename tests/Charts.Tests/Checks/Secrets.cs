using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>
/// Every Secret that is named is declared with its key, or is a certificate's; each that is declared is named; none is made.
/// </summary>
internal static class Secrets
{
    public static IEnumerable<string> Complaints(Manifests manifests)
    {
        foreach (var made in manifests.Of("Secret"))
        {
            yield return $"The Secret {made.Name()} is made by a chart";
        }

        var named = manifests.All.SelectMany(Named).ToHashSet();
        var certificates = manifests.Of("Certificate").Select(certificate => certificate["spec"]!["secretName"]!.Text()).ToHashSet();
        foreach (var (secret, key) in named.Where(one => !certificates.Contains(one.Secret) || one.Key is not ("tls.crt" or "tls.key" or "ca.crt")))
        {
            if (!manifests.DeclaredSecrets.TryGetValue(secret, out var keys) || !keys.Contains(key))
            {
                yield return $"{secret}/{key} is named and not declared";
            }
        }

        foreach (var unused in certificates.Except(named.Select(one => one.Secret)))
        {
            yield return $"The certificate in {unused} is used by nobody";
        }

        foreach (var (secret, keys) in manifests.DeclaredSecrets)
        {
            foreach (var key in keys.Where(key => !named.Contains((secret, key))))
            {
                yield return $"{secret}/{key} is declared and named by nobody";
            }
        }
    }

    private static IEnumerable<(string Secret, string Key)> Named(JsonObject manifest)
    {
        foreach (var node in Nodes(manifest))
        {
            if (node["secretKeyRef"] is JsonObject reference)
            {
                yield return (reference["name"]!.Text(), reference["key"]!.Text());
            }

            if (node["secret"]?["secretName"] is { } mounted)
            {
                foreach (var item in node["secret"].List("items"))
                {
                    yield return (mounted.Text(), item["key"]!.Text());
                }
            }

            // CloudNativePG reads both of a role's.
            if ((node["passwordSecret"] ?? (node["initdb"]?["secret"])) is JsonObject password)
            {
                yield return (password["name"]!.Text(), "username");
                yield return (password["name"]!.Text(), "password");
            }

            if (node["ca"]?["secretName"] is { } authority)
            {
                yield return (authority.Text(), "tls.key");
            }

            foreach (var credential in new[] { "accessKeyId", "secretAccessKey" })
            {
                if (node[credential] is JsonObject pair)
                {
                    yield return (pair["name"]!.Text(), pair["key"]!.Text());
                }
            }

            foreach (var annotation in new[] { "dapr.io/app-token-secret", "dapr.io/api-token-secret" })
            {
                if (node[annotation] is { } secret)
                {
                    yield return (secret.Text(), "token");
                }
            }
        }
    }

    private static IEnumerable<JsonObject> Nodes(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(part => Nodes(part.Value)).Prepend(map),
        JsonArray list => list.SelectMany(Nodes),
        _ => [],
    };
}
