using Grpc.Core;
using Jtai.Access;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class TenantsGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<TenantReply> ConfirmClosing(ConfirmClosingRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var tenantId = TenantOf(caller, request.TenantId);
        var now = time.GetUtcNow();
        var exportedAt = await ExportedAsync(tenantId, now, context.CancellationToken);
        return await ChangeAsync(
            context, request, tenantId, request.ExpectedVersion, tenant => tenant.ConfirmClosing(exportedAt, caller.PersonId, now));
    }
}
