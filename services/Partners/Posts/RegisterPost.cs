using Dapper;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RegisterPosts)]
    public override async Task<PostReply> RegisterPost(RegisterPostRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (partnership, others) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql + $"select {Post.Columns} from post where tenant_id = @partnershipId;",
            new { partnershipId = write.TenantId.Value },
            async results => (await PartnershipRows.ReadAsync(results), (await results.ReadAsync<Post>()).AsList()),
            context.CancellationToken);
        var post = Post.Register(Guid.CreateVersion7(), request, partnership ?? throw new NotFound("partnership"), others);
        return await database.SaveAsync(
            write,
            new PostReply { PostId = post.PostId.ToString(), Version = post.Version },
            """
            -- Two at once would not see each other: they queue here, and the later one counts the earlier.
            select pg_advisory_xact_lock(hashtextextended(@TenantId || ' post', 0));
            with made as (
              insert into post (tenant_id, post_id, agency_id, title, version)
              select @TenantId, @postId, @agencyId, @title, @version
              where (select count(*) from post where tenant_id = @TenantId) < @most
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            """,
            new { write.TenantId, post.PostId, post.AgencyId, post.Title, post.Version, most = Post.Most },
            [new Change(post.PostId.ToString(), post.Version, post.ToEvent())],
            context.CancellationToken);
    }
}
