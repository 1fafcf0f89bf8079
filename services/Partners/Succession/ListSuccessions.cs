using Grpc.Core;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.ReadSuccessions)]
    public override async Task<ListSuccessionsReply> ListSuccessions(ListSuccessionsRequest request, ServerCallContext context)
    {
        var tenantId = Caller.Of(context).TenantId;
        var successions = await database.QueryAsync<Succession>(
            TenantScope.Of(tenantId),
            $"{Succession.Select} where tenant_id = @TenantId order by takes_effect_on, from_name, succession_id",
            new { tenantId },
            context.CancellationToken);
        return new ListSuccessionsReply { Successions = { successions.Select(succession => succession.ToProto()) } };
    }
}
