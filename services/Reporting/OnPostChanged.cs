using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps posts. Whoever holds one owns the actions that name it, and sees what an owner sees.</summary>
public sealed class OnPostChanged : IEventHandler<PostChanged>
{
    private const string Keep =
        """
        insert into post (tenant_id, post_id, title, holder_id, version) values (@TenantId, @postId, @Title, @holderId, @Version)
        on conflict (tenant_id, post_id) do update set title = excluded.title, holder_id = excluded.holder_id, version = excluded.version
        where post.version < excluded.version;

        """;

    private const string Erase =
        """
        delete from post where tenant_id = @TenantId and post_id = @postId;

        """;

    /// <summary>Gives the actions of all posts to who holds them now. Parameter: <c>TenantId</c>.</summary>
    public const string HandOver =
        $"""
        with handed_over as (
          update listed_action set owner_id = holder_of(@TenantId, owner_post_id)
          where tenant_id = @TenantId and owner_post_id is not null
            and owner_id is distinct from holder_of(@TenantId, owner_post_id)
          returning action_id, owner_id
        )
        update record set owner_id = handed_over.owner_id
        from handed_over
        where record.tenant_id = @TenantId and record.action_ids @> array[handed_over.action_id]
          and record.kind <> all (array[{PlanParts.Kinds}, {OfSeveralActions.Kinds}]);

        """ + OfSeveralActions.ShareAll;

    public Task ApplyAsync(EventContext context, PostChanged state)
    {
        var postId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(Records.InTurn + Erase + HandOver, new { context.TenantId, postId })
            : context.ExecuteAsync(
                Records.InTurn + Keep + HandOver,
                new { context.TenantId, postId, state.Post.Title, holderId = Ids.TryParse(state.Post.HolderId), context.Version });
    }
}
