using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps the posts of a partnership's agencies and who holds them, for actions that a post owns.</summary>
public sealed class OnPostChanged : IEventHandler<PostChanged>
{
    public Task ApplyAsync(EventContext context, PostChanged state)
    {
        var postId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync("delete from post where tenant_id = @TenantId and post_id = @postId", new { context.TenantId, postId })
            : context.ExecuteAsync(
                """
                insert into post as kept (tenant_id, post_id, agency_id, title, holder_id, ends_on, version)
                values (@TenantId, @postId, @AgencyId, @Title, @holderId, @endsOn, @Version)
                on conflict (tenant_id, post_id) do update
                set agency_id = excluded.agency_id, title = excluded.title, holder_id = excluded.holder_id,
                  ends_on = excluded.ends_on, version = excluded.version
                where kept.version <= excluded.version
                """,
                new
                {
                    context.TenantId,
                    postId,
                    state.Post.AgencyId,
                    state.Post.Title,
                    holderId = state.Post.HolderId.Length == 0 ? (Guid?)null : Guid.Parse(state.Post.HolderId),
                    endsOn = LondonDates.FromIso(state.Post.EndsOn),
                    context.Version,
                });
    }
}
