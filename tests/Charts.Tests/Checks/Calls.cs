using System.Text.Json.Nodes;

namespace Jtai.Charts.Tests;

/// <summary>Network policies as a cluster reads them: whether a pod may open a connection to another.</summary>
internal static class Calls
{
    /// <summary>Ports that somebody might try: the processes' own, the check's, their sidecars', the collector's, the scanner's, PostgreSQL's.</summary>
    private static readonly int[] Tried = [8080, 8081, 8083, 3500, 3501, 50001, 50002, 9090, 4317, 8889, 13133, 3310, 5432, 8000, 9187];

    /// <summary>Every way between two pods that is open and not among the calls, or among them and not open.</summary>
    public static IEnumerable<string> Complaints(Manifests manifests, IReadOnlySet<(string From, string To, int Port)> calls) =>
        from @from in manifests.Pods
        from to in manifests.Pods
        from port in Tried
        let isOpen = MayCall(manifests, @from, to, port)
        // What CloudNativePG's pods do among themselves is its operator's business.
        where !(@from.Owner is "Cluster" or "Pooler" && to.Owner is "Cluster" or "Pooler")
        where isOpen != calls.Contains((@from.Name, to.Name, port))
        select isOpen ? $"{@from.Name} may open {to.Name}:{port} and never does" : $"{@from.Name} cannot open {to.Name}:{port}";

    public static bool MayCall(Manifests manifests, Pod @from, Pod to, int port)
    {
        return IsOpen(@from, "Egress", "egress", "to", to) && IsOpen(to, "Ingress", "ingress", "from", @from);

        bool IsOpen(Pod subject, string type, string rules, string peers, Pod other)
        {
            var policies = manifests.Of("NetworkPolicy").Select(policy => policy["spec"]!)
                .Where(policy => policy["policyTypes"]!.AsArray().Any(one => one!.Text() == type) && IsFor(policy["podSelector"]!, subject)).ToList();
            return policies.Count == 0 || policies.SelectMany(policy => policy.List(rules)).Any(rule =>
                (rule["ports"] is null || rule.List("ports").Any(one => one["port"]!.GetValue<int>() == port && one["protocol"]?.Text() is null or "TCP"))
                && (rule[peers] is null || rule.List(peers).Any(peer => Admits(peer, other))));
        }
    }

    private static bool IsFor(JsonNode selector, Pod pod) => selector.AsObject().Count == 0 || selector.Selects(pod.Labels);

    // All pods here are in one namespace; a peer by namespace is somewhere else, and one by address is outside.
    private static bool Admits(JsonNode peer, Pod pod) =>
        peer["namespaceSelector"] is null && peer["ipBlock"] is null && IsFor(peer["podSelector"]!, pod);
}
