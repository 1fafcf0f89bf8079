using Grpc.Core;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.ReadSettings)]
    public override async Task<ListPostsReply> ListPosts(ListPostsRequest request, ServerCallContext context)
    {
        var tenantId = Caller.Of(context).TenantId;
        var posts = await database.QueryAsync<Post>(
            TenantScope.Of(tenantId),
            """
            select post_id, agency_id, title, holder_id, held_since, version from post where tenant_id = @TenantId
            order by agency_id, lower(title), post_id
            """,
            new { tenantId },
            context.CancellationToken);
        return new ListPostsReply { Posts = { posts.Select(post => post.ToProto()) } };
    }
}
