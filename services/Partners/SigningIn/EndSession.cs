using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    /// <summary>Ends the session at once; ending one that is over changes nothing.</summary>
    [Authorize(Policies.UseSessions)]
    public override async Task<EndSessionReply> EndSession(EndSessionRequest request, ServerCallContext context)
    {
        await database.QuerySingleOrDefaultAsync<int?>(
            TenantScope.Of(TenantId.Platform),
            """
            with ended as (
              update session set ended_at = @now
              where tenant_id = 'platform' and session_hash = @sessionHash and ended_at is null
              returning person_id)
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, rpc)
            select 'platform', @now, 'Alteration', 'Session', encode(@sessionHash, 'hex'), 2, person_id::text, 'Unspecified', @rpc
            from ended
            returning 1
            """,
            new { sessionHash = HashOf(request.SessionId), now = DateTimeOffset.UtcNow, rpc = context.Method },
            context.CancellationToken);
        return new EndSessionReply();
    }
}
