using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>Agencies and bodies, as the protos name them.</summary>
public static class Leads
{
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
        check.That(partnership is not null && read.All(lead => partnership.HasLead(LeadText.Of(lead))), field, "Choose agencies and groups of this partnership.");
        return read;
    }
}
