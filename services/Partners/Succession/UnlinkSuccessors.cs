using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<SuccessorLinkReply> UnlinkSuccessors(UnlinkSuccessorsRequest request, ServerCallContext context)
    {
        var linkId = Ids.Parse("link", request.LinkId);
        var write = Write.For(context, request);
        var known = await database.QuerySingleOrDefaultAsync<Guid?>(
            write, "select link_id from successor_link where tenant_id = 'platform' and link_id = @linkId", new { linkId }, context.CancellationToken);
        return known is null ? throw new NotFound("link") : await database.SaveAsync(
            write,
            new SuccessorLinkReply { LinkId = request.LinkId },
            """
            with gone as (delete from successor_link where tenant_id = 'platform' and link_id = @linkId returning 1)
            select require_changed(exists (select from gone));
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
            values ('platform', @now, 'Erasure', 'SuccessorLink', @linkId::text, 2, @Subject, @capacity, @AgencyId, @Rpc);
            """,
            new { linkId, now = time.GetUtcNow(), write.Caller.Subject, capacity = write.Caller.ActingAs.ToString(), write.Caller.AgencyId, write.Rpc },
            [],
            context.CancellationToken);
    }
}
