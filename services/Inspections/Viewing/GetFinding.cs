using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Read)]
    public override async Task<V1.Finding> GetFinding(GetFindingRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var finding = await database.QuerySingleOrDefaultAsync<Finding>(
            ScopeOf(context),
            Opening.KeepOfFinding + "select * from finding where tenant_id = @TenantId and finding_id = @FindingId",
            new { caller.TenantId, FindingId = Ids.Parse(WhatFinding, request.FindingId), Reader = caller.PersonId, Now = clock.GetUtcNow() },
            context.CancellationToken);
        return (finding ?? throw new NotFound(WhatFinding)).ToProto();
    }
}
