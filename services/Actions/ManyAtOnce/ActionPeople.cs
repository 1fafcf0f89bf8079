using Dapper;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>Whose the owners of several actions are, and who may lead them.</summary>
/// <param name="Partnership">The partnership.</param>
/// <param name="OfPeople">Agencies of the owners that are people.</param>
/// <param name="OfPosts">Agencies of the owners that are posts.</param>
/// <param name="EndedPosts">Of these posts, those that are no more.</param>
public sealed record ActionPeople(
    Partnership Partnership, IReadOnlyDictionary<Guid, string> OfPeople, IReadOnlyDictionary<Guid, string> OfPosts, IReadOnlySet<Guid> EndedPosts)
{
    /// <summary>
    /// The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c>, <c>ids</c> of the actions, the new
    /// <c>owner</c> and <c>post</c>, each null for none, and <c>today</c>.
    /// </summary>
    public const string Select =
        $"""
        {Partnership.Select};
        select person_id, agency_id from person where tenant_id = 'platform' and (person_id = @owner or person_id in (
          select owner_id from action where tenant_id = @TenantId and action_id = any(@ids)));
        select post_id, agency_id, ends_on is not null from post where tenant_id = @TenantId and (post_id = @post or post_id in (
          select owner_post_id from action where tenant_id = @TenantId and action_id = any(@ids)))
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<ActionPeople> ReadAsync(SqlMapper.GridReader results)
    {
        var partnership = await results.ReadSingleOrDefaultAsync<Partnership>()
            ?? throw new Refused("The partnership is still being set up. Nothing was saved; try again in a minute.");
        var people = await results.ReadAsync<(Guid Id, string Agency)>();
        var posts = (await results.ReadAsync<(Guid Id, string Agency, bool Ended)>()).ToArray();
        return new ActionPeople(
            partnership,
            people.ToDictionary(row => row.Id, row => row.Agency),
            posts.ToDictionary(row => row.Id, row => row.Agency),
            posts.Where(row => row.Ended).Select(row => row.Id).ToHashSet());
    }

    /// <summary>True where the action's owner, if it has one, may own it.</summary>
    public bool OwnerFits(Action action) =>
        (action.OwnerId is not { } person || Action.MayOwn(action.AllLeads, Partnership, OfPeople.GetValueOrDefault(person)))
        && (action.OwnerPostId is not { } post || Action.MayOwn(action.AllLeads, Partnership, OfPosts.GetValueOrDefault(post))
            || action.SupportingAgencyIds.Contains(OfPosts.GetValueOrDefault(post)));
}
