using Dapper;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RegisterPosts)]
    public override async Task<PostReply> SavePost(SavePostRequest request, ServerCallContext context)
    {
        var postId = Ids.Parse("post", request.PostId);
        var write = Write.For(context, request);
        var posts = (await database.QueryAsync<Post>(
            write, $"select {Post.Columns} from post where tenant_id = @TenantId", new { write.TenantId }, context.CancellationToken)).AsList();
        var post = posts.Find(one => one.PostId == postId) ?? throw new NotFound("post");
        if (post.Version != request.ExpectedVersion)
        {
            throw new Conflict(post.Version);
        }

        var saved = post.With(request, posts, time.Today());
        var ended = post.EndedBy(saved);
        return await database.SaveAsync(
            write,
            new PostReply { PostId = request.PostId, Version = saved.Version },
            """
            -- Two of one title at once queue here, as those that are registered do.
            select pg_advisory_xact_lock(hashtextextended(@TenantId || ' post', 0));
            with changed as (
              update post set title = @title, ends_on = @endsOn::date, holder_id = @holderId::uuid, held_since = @heldSince::date, version = version + 1
              where tenant_id = @TenantId and post_id = @postId and version = @version and not exists (
                select from post other
                where other.tenant_id = @TenantId and other.post_id <> @postId and other.agency_id = @agencyId and lower(other.title) = lower(@title))
              returning 1)
            select require_changed(exists (select from changed));

            """ + Post.InsertHolding,
            new
            {
                write.TenantId, postId, saved.AgencyId, saved.Title, saved.EndsOn, saved.HolderId, saved.HeldSince, post.Version,
                endedHolder = ended?.HolderId, endedFrom = ended?.From, endedTo = ended?.To,
            },
            [new Change(request.PostId, saved.Version, saved.ToEvent())],
            context.CancellationToken);
    }
}
