using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.FillPosts)]
    public override async Task<PostReply> FillPost(FillPostRequest request, ServerCallContext context)
    {
        var postId = Ids.Parse("post", request.PostId);
        var holderId = Ids.TryParse(request.HolderId);
        var write = Write.For(context, request);
        // Posts are the tenant's, people the platform's.
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var (post, holder, isPartner) = await database.QueryMultipleAsync(
            write,
            $"""
            select {Post.Columns} from post where tenant_id = @TenantId and post_id = @postId;
            select person_id, name, job_title, agency_id, email, version from person where tenant_id = 'platform' and person_id = @holderId::uuid;
            select exists (
              select from post join partner_agency using (tenant_id, agency_id) where tenant_id = @TenantId and post_id = @postId);
            """,
            new { write.TenantId, postId, holderId },
            async results => (await results.ReadSingleOrDefaultAsync<Post>(), await results.ReadSingleOrDefaultAsync<Person>(), await results.ReadSingleAsync<bool>()),
            context.CancellationToken);
        if (post is null)
        {
            throw new NotFound("post");
        }

        if (write.Caller.ActingAs != Capacity.PartnershipManager && write.Caller.AgencyId != post.AgencyId)
        {
            throw new Forbidden("An agency’s lead fills the posts of their own agency. Ask the partnership manager.");
        }

        if (post.Version != request.ExpectedVersion)
        {
            throw new Conflict(post.Version);
        }

        if (!isPartner && request.HolderId.Length > 0)
        {
            throw new Refused("The agency of this post is no partner here any more. Add it again first.");
        }

        if (post.EndsOn is { } last && request.HolderId.Length > 0)
        {
            throw new Refused($"The last day of this post was {last.InWords()}. Take its last day away first.");
        }

        var filled = post.Fill(request, holder, time.Today());
        var ended = post.EndedBy(filled);
        return await database.SaveAsync(
            write,
            new PostReply { PostId = request.PostId, Version = filled.Version },
            """
            with changed as (
              update post set holder_id = @holderId::uuid, held_since = @heldSince, version = version + 1
              where tenant_id = @TenantId and post_id = @postId and version = @version returning 1)
            select require_changed(exists (select from changed));

            """ + Post.InsertHolding,
            new
            {
                write.TenantId, filled.PostId, filled.HolderId, filled.HeldSince, post.Version,
                endedHolder = ended?.HolderId, endedFrom = ended?.From, endedTo = ended?.To,
            },
            [new Change(request.PostId, filled.Version, filled.ToEvent())],
            context.CancellationToken);
    }
}
