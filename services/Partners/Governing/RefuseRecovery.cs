using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class TenantsGrpc
{
    [Authorize(Policies.RefuseRecoveries)]
    public override async Task<TenantReply> RefuseRecovery(RefuseRecoveryRequest request, ServerCallContext context)
    {
        var tenantId = TenantOf(Caller.Of(context), request.TenantId);
        var now = time.GetUtcNow();
        var write = WriteFor(context, request, tenantId);
        var found = await database.QueryMultipleAsync(
            write, EndingRecovery.Select, new { tenantId }, results => EndingRecovery.ReadAsync(tenantId, results), context.CancellationToken);
        var recovery = found.Before ?? throw new NotFound("recovery");
        if (recovery.Version != request.ExpectedVersion)
        {
            throw new Conflict(recovery.Version);
        }

        var refused = recovery.Refuse(request.Reason, now);
        var ending = found.With(refused, now);
        return await database.SaveAsync(
            write, new TenantReply { TenantId = tenantId, Version = refused.Version }, ending.Sql, ending.Row, [.. ending.Changes(now)],
            context.CancellationToken);
    }
}
