using System.Text.Json;
using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>What an action is linked to in other inspections and plans: the proto's list of <c>OtherPlanLink</c>, as JSON in one column.</summary>
public static class OtherPlanLinks
{
    private const int Most = 10;

    public static string Read(IReadOnlyList<V1.OtherPlanLink> links, RequestCheck check)
    {
        check.That(links.Count <= Most, "links", "An action can be linked to at most 10 other inspections and plans.");
        return JsonSerializer.Serialize(links.Take(Most).Select(link =>
        {
            check.Known("links.kind", link.Kind, "what kind of inspection or plan is linked");
            return new V1.OtherPlanLink
            {
                Kind = link.Kind,
                Reference = check.Text("links.reference", link.Reference, "The reference of the link", 100, required: true),
                On = check.Date("links.on", link.On, "The date of the link").ToIso(),
                Words = check.Text("links.words", link.Words, "The words on the link", 500),
            };
        }));
    }

    public static IEnumerable<V1.OtherPlanLink> ToProto(string links) => JsonSerializer.Deserialize<V1.OtherPlanLink[]>(links) ?? [];
}
