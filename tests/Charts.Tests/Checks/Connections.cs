using Npgsql;

namespace Jtai.Charts.Tests;

/// <summary>PostgreSQL has connections for all that may ask for one, with every process scaled to its most and a roll-out on top.</summary>
internal static class Connections
{
    // CloudNativePG's own, the superuser's, migrations.
    private const int Reserved = 20;

    public static IEnumerable<string> Complaints(Manifests manifests)
    {
        var most = manifests.Of("Cluster").Single()["spec"]!["postgresql"]!["parameters"]!["max_connections"]!.Number();
        var pools = (from pod in manifests.Pods
                     where pod.Owner == "Deployment"
                     let replicas = (manifests.Find("HorizontalPodAutoscaler", pod.Name)?["spec"]!["maxReplicas"] ?? manifests.Find("Deployment", pod.Name)!["spec"]!["replicas"])!.GetValue<int>() + 1
                     from variable in pod.Containers.SelectMany(container => container.List("env"))
                     where variable["name"]!.Text().StartsWith("ConnectionStrings__", StringComparison.Ordinal)
                     select (Replicas: replicas, Each: new NpgsqlConnectionStringBuilder(variable["value"]!.Text()).MaxPoolSize)).ToList();
        var clients = pools.Sum(pool => pool.Replicas * pool.Each);
        if (manifests.Of("Pooler").SingleOrDefault() is not { } pooler)
        {
            if (clients + Reserved > most)
            {
                yield return $"{most} connections are too few for {clients}";
            }

            yield break;
        }

        var instances = pooler["spec"]!["instances"]!.GetValue<int>();
        var parameters = pooler["spec"]!["pgbouncer"]!["parameters"]!;
        var servers = instances * parameters["default_pool_size"]!.Number() * pools.Count;
        if (servers + Reserved > most)
        {
            yield return $"{most} connections are too few for the pooler's {servers}";
        }

        // One of them may be away.
        var taken = (instances - 1) * parameters["max_client_conn"]!.Number();
        if (clients > taken)
        {
            yield return $"The pooler takes {taken} clients of {clients}";
        }
    }
}
