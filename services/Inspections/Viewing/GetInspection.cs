using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Read)]
    public override async Task<V1.Inspection> GetInspection(GetInspectionRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var inspection = await database.QuerySingleOrDefaultAsync<Inspection>(
            ScopeOf(context),
            Opening.Keep + "select * from inspection where tenant_id = @TenantId and inspection_id = @InspectionId",
            new { caller.TenantId, InspectionId = Ids.Parse(What, request.InspectionId), Reader = caller.PersonId, Now = clock.GetUtcNow() },
            context.CancellationToken);
        return (inspection ?? throw new NotFound(What)).ToProto();
    }
}
