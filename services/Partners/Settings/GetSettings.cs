using Grpc.Core;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners.Settings;

public sealed partial class SettingsGrpc
{
    [Authorize(Policies.ReadSettings)]
    public override async Task<V1.PartnershipSettings> GetSettings(GetSettingsRequest request, ServerCallContext context)
    {
        var tenantId = Caller.Of(context).TenantId;
        var stored = await database.QuerySingleOrDefaultAsync<string>(TenantScope.Of(tenantId), Stored, new { tenantId }, context.CancellationToken);
        return Read(stored, tenantId).ToProto();
    }
}
