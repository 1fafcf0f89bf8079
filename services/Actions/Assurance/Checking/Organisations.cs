namespace Jtai.Actions;

/// <summary>Which agencies are one organisation: the directorates of a council are parts of it, and of one another no second key.</summary>
public sealed class Organisations(IEnumerable<(string Agency, string PartOf)> parts)
{
    /// <summary>The statement that is read for it; it needs the register's scope.</summary>
    public const string Select = "select agency_id, part_of_agency_id from agency where tenant_id = 'platform' and part_of_agency_id <> ''";

    private readonly Dictionary<string, string> wholes = parts.ToDictionary(part => part.Agency, part => part.PartOf);

    public string Of(string agencyId) => wholes.GetValueOrDefault(agencyId, agencyId);

    /// <summary>Those of the agencies that are of another organisation than all of the others.</summary>
    public IEnumerable<string> OtherThan(IEnumerable<string> others, IEnumerable<string> agencies)
    {
        var taken = others.Select(Of).ToHashSet();
        return agencies.Where(agency => !taken.Contains(Of(agency)));
    }
}
