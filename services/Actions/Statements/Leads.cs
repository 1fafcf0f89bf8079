using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>An agency or a body, as the protos name one, as two columns hold one, and as a word: `agency:` or `body:` and its id.</summary>
public static class Leads
{
    /// <summary>Null where neither is given.</summary>
    public static V1.Lead? Of(string? agencyId, string? bodyId) => (agencyId, bodyId) switch
    {
        ({ } agency, _) => new V1.Lead { AgencyId = agency },
        (_, { } body) => new V1.Lead { BodyId = body },
        _ => null,
    };

    public static V1.Lead FromWord(string word) => word.StartsWith("body:", StringComparison.Ordinal)
        ? new V1.Lead { BodyId = word["body:".Length..] }
        : new V1.Lead { AgencyId = word["agency:".Length..] };

    public static string ToWord(this V1.Lead lead) => lead.ByCase == V1.Lead.ByOneofCase.BodyId ? "body:" + lead.BodyId : "agency:" + lead.AgencyId;

    public static string? AgencyIdOrNone(this V1.Lead? lead) => lead?.ByCase == V1.Lead.ByOneofCase.AgencyId ? lead.AgencyId : null;

    public static string? BodyIdOrNone(this V1.Lead? lead) => lead?.ByCase == V1.Lead.ByOneofCase.BodyId ? lead.BodyId : null;

    /// <summary>Agencies and bodies that a request names, each once.</summary>
    /// <param name="leads">As they came.</param>
    /// <param name="field">The proto's name of the field.</param>
    /// <param name="partnership">They must be of.</param>
    /// <param name="check">Collects what is refused.</param>
    public static IReadOnlyList<V1.Lead> Read(IEnumerable<V1.Lead> leads, string field, Partnership? partnership, RequestCheck check)
    {
        var read = leads.Distinct().ToList();
        check.That(read.Count is > 0 and <= 100, field, "Choose at least one agency or group, and at most 100.");
        check.That(read.All(IsOfPartnership), field, "Choose agencies and groups of this partnership.");
        return read;

        bool IsOfPartnership(V1.Lead lead) => partnership is not null
            && (partnership.AgencyIds.Contains(lead.AgencyIdOrNone()) || partnership.BodyIds.Contains(lead.BodyIdOrNone()));
    }
}
