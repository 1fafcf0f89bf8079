using System.Text.Json;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>What an action waits for: another action of the partnership, or something else in words.</summary>
/// <param name="ActionId">Null where it is something else.</param>
/// <param name="Outside">Empty where it is an action.</param>
public sealed record Dependency(Guid? ActionId, string Outside)
{
    private const int Most = 20;
    private static readonly JsonSerializerOptions AsColumn = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Those of a request, each once.</summary>
    public static IReadOnlyList<Dependency> Read(IReadOnlyList<V1.Dependency> dependencies, RequestCheck check)
    {
        check.That(dependencies.Count <= Most, "depends_on", "An action can wait for at most 20 others.");
        return
        [
            .. dependencies.Take(Most).Select(one => one.OnCase == V1.Dependency.OnOneofCase.ActionId
                // What is no id is an action that nothing is.
                ? new Dependency(Ids.TryParse(one.ActionId) ?? Guid.Empty, "")
                : new Dependency(null, check.Text("depends_on.outside", one.Outside, "What the action waits for", 200, required: true))).Distinct(),
        ];
    }

    public static string ToJson(IEnumerable<Dependency> dependencies) => JsonSerializer.Serialize(dependencies, AsColumn);

    public static IReadOnlyList<Dependency> FromJson(string dependencies) => JsonSerializer.Deserialize<Dependency[]>(dependencies, AsColumn) ?? [];

    public V1.Dependency ToProto() => ActionId is { } id ? new() { ActionId = id.ToString() } : new() { Outside = Outside };
}
