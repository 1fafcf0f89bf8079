using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    private const int MostHoldings = 20;

    [Authorize(Policies.ReadSettings)]
    public override async Task<ListPostsReply> ListPosts(ListPostsRequest request, ServerCallContext context)
    {
        var tenantId = Caller.Of(context).TenantId;
        return await database.QueryMultipleAsync(
            TenantScope.Of(tenantId),
            $"""
            select {Post.Columns} from post where tenant_id = @TenantId
            order by agency_id, lower(title), post_id;
            select post_id, holder_id, held_since, held_until from (
              select *, row_number() over (partition by post_id order by held_since desc) as place from post_holding where tenant_id = @TenantId) held
            where place <= @MostHoldings
            order by held_since desc
            """,
            new { tenantId, MostHoldings },
            async results =>
            {
                var posts = (await results.ReadAsync<Post>()).ToList();
                var holdings = (await results.ReadAsync<(Guid PostId, Guid HolderId, DateOnly Since, DateOnly Until)>()).ToLookup(
                    held => held.PostId,
                    held => new PostHolding { HolderId = held.HolderId.ToString(), From = held.Since.ToIso(), To = held.Until.ToIso() });
                var reply = new ListPostsReply { Posts = { posts.Select(post => post.ToProto()) } };
                foreach (var post in reply.Posts)
                {
                    post.HeldBefore.AddRange(holdings[Guid.Parse(post.PostId)]);
                }

                return reply;
            },
            context.CancellationToken);
    }
}
