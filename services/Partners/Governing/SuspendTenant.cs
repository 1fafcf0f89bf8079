using Grpc.Core;
using Jtai.Access;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class TenantsGrpc
{
    [Authorize(Policies.RunRegister)]
    public override Task<TenantReply> SuspendTenant(SuspendTenantRequest request, ServerCallContext context) => ChangeAsync(
        context, request, TenantOf(Caller.Of(context), request.TenantId), request.ExpectedVersion, tenant => tenant.Suspend(request.Reason, time.GetUtcNow()),
        RecoveryEnding.Suspended);
}
