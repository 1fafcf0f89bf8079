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
        var inspection = await database.QuerySingleOrDefaultAsync<Inspection>(
            ScopeOf(context),
            "select * from inspection where tenant_id = @TenantId and inspection_id = @InspectionId",
            new { Caller.Of(context).TenantId, InspectionId = Ids.Parse(What, request.InspectionId) },
            context.CancellationToken);
        return (inspection ?? throw new NotFound(What)).ToProto();
    }
}
