using Dapper;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What an action of a partnership may choose from: its agencies and bodies, its findings and themes, the named owner.</summary>
/// <param name="Partnership">The partnership.</param>
/// <param name="Findings">All findings of the partnership, with their inspections.</param>
/// <param name="OwnersAgency">Agency of the person named as owner; null where nobody is named or the person is unknown.</param>
public sealed record ActionChoices(Partnership Partnership, ILookup<Guid, Guid> Findings, string? OwnersAgency)
{
    /// <summary>
    /// The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c>, <c>actionId</c> (findings that it names stay
    /// choosable), <c>owner</c> and <c>post</c>, each null for none, and <c>today</c>.
    /// </summary>
    public const string Select =
        $"""
        {Partnership.Select};
        select inspection_id, finding_id from finding
        where tenant_id = @TenantId and (not withdrawn or finding_id in (
          select unnest(finding_ids) from action where tenant_id = @TenantId and action_id = @actionId));
        select agency_id from person where tenant_id = 'platform' and person_id = @owner;
        select * from theme where tenant_id = @TenantId and not removed;
        select agency_id, ends_on is not null from post where tenant_id = @TenantId and post_id = @post
        """;

    /// <summary>The partnership's.</summary>
    public IReadOnlyList<Theme> Themes { get; init; } = [];

    /// <summary>Agency of the post named as owner; null where none is named or it is unknown.</summary>
    public string? PostsAgency { get; init; }

    /// <summary>True where that post is no more.</summary>
    public bool PostHasEnded { get; init; }

    /// <param name="results">Of <see cref="Select"/>.</param>
    /// <exception cref="Refused">The partnership's own event has not come yet.</exception>
    public static async Task<ActionChoices> ReadAsync(SqlMapper.GridReader results)
    {
        var partnership = await results.ReadSingleOrDefaultAsync<Partnership>();
        var findings = await results.ReadAsync<(Guid Inspection, Guid Finding)>();
        var ownersAgency = await results.ReadSingleOrDefaultAsync<string>();
        var themes = await results.ReadAsync<Theme>();
        var (postsAgency, postHasEnded) = await results.ReadSingleOrDefaultAsync<(string?, bool)>();
        return new ActionChoices(
            partnership ?? throw new Refused("The partnership is still being set up. Nothing was saved; try again in a minute."),
            findings.ToLookup(row => row.Inspection, row => row.Finding),
            ownersAgency)
        {
            Themes = [.. themes],
            PostsAgency = postsAgency,
            PostHasEnded = postHasEnded,
        };
    }
}

/// <summary>Reading the register of people beside the partnership's own rows.</summary>
public static class PeopleScope
{
    /// <summary>The write's first trip, which may read the register as well; saving stays within the tenant.</summary>
    public static Write AndPeople(this Write write) =>
        write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
}
