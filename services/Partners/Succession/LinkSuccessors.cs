using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    /// <summary>Makes no event: who shows it asks for the register.</summary>
    [Authorize(Policies.RunRegister)]
    public override async Task<SuccessorLinkReply> LinkSuccessors(LinkSuccessorsRequest request, ServerCallContext context)
    {
        var asked = request.Link ?? new V1.SuccessorLink();
        var write = Write.For(context, request);
        var (registered, others) = await database.QueryMultipleAsync(
            write,
            $"""
            select agency_id from agency where tenant_id = 'platform' and not @OfBodies and agency_id = any (@ids)
            union all
            select body_id from body where tenant_id = 'platform' and @OfBodies and body_id = any (@ids);
            select {SuccessorLink.Columns} from successor_link where tenant_id = 'platform' and of_bodies = @OfBodies;
            """,
            new { asked.OfBodies, ids = asked.FromIds.Concat(asked.ToIds).ToArray() },
            async results => ((await results.ReadAsync<string>()).ToHashSet(), (await results.ReadAsync<SuccessorLink>()).ToArray()),
            context.CancellationToken);
        var link = SuccessorLink.Register(Guid.CreateVersion7(), asked, registered, others);
        return await database.SaveAsync(
            write,
            new SuccessorLinkReply { LinkId = link.LinkId.ToString() },
            """
            -- Two at once would not see each other, and might make a circle.
            select pg_advisory_xact_lock(hashtextextended('successor_link', 0));
            select require_changed((select count(*) from successor_link where tenant_id = 'platform' and of_bodies = @OfBodies) = @seen);
            insert into successor_link (link_id, kind, of_bodies, from_ids, to_ids, takes_effect_on, note)
            values (@LinkId, @kind, @OfBodies, @FromIds, @ToIds, @TakesEffectOn, @Note);
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
            values ('platform', @now, 'Collection', 'SuccessorLink', @LinkId::text, 1, @Subject, @capacity, @AgencyId, @Rpc);
            """,
            new
            {
                seen = others.Length, link.LinkId, kind = link.Kind.ToString(), link.OfBodies, link.FromIds, link.ToIds, link.TakesEffectOn, link.Note,
                now = time.GetUtcNow(), write.Caller.Subject, capacity = write.Caller.ActingAs.ToString(), write.Caller.AgencyId, write.Rpc,
            },
            [],
            context.CancellationToken);
    }
}
