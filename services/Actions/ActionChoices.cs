using Dapper;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What an action of a partnership may choose from: its agencies and bodies, its findings, the named owner.</summary>
/// <param name="Partnership">The partnership.</param>
/// <param name="Findings">All findings of the partnership, with their inspections.</param>
/// <param name="OwnersAgency">Agency of the person named as owner; null where nobody is named or the person is unknown.</param>
public sealed record ActionChoices(Partnership Partnership, ILookup<Guid, Guid> Findings, string? OwnersAgency)
{
    /// <param name="results">Of the partnership, then (inspection, finding) of all its findings, then the owner's agency.</param>
    /// <exception cref="Refused">The partnership's own event has not come yet.</exception>
    public static async Task<ActionChoices> ReadAsync(SqlMapper.GridReader results)
    {
        var partnership = await results.ReadSingleOrDefaultAsync<Partnership>();
        var findings = await results.ReadAsync<(Guid Inspection, Guid Finding)>();
        var ownersAgency = await results.ReadSingleOrDefaultAsync<string>();
        return new ActionChoices(
            partnership ?? throw new Refused("The partnership is still being set up. Nothing was saved; try again in a minute."),
            findings.ToLookup(row => row.Inspection, row => row.Finding),
            ownersAgency);
    }
}

/// <summary>Reading the register of people beside the partnership's own rows.</summary>
public static class PeopleScope
{
    /// <summary>The write's first trip, which may read the register as well; saving stays within the tenant.</summary>
    public static Write AndPeople(this Write write) =>
        write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
}
