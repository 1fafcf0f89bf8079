using Grpc.Core;
using Jtai.Access;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Read)]
    public override async Task<ListInspectionsReply> ListInspections(ListInspectionsRequest request, ServerCallContext context)
    {
        var inspections = await database.QueryAsync<Inspection>(
            ScopeOf(context),
            """
            select * from inspection where tenant_id = @TenantId and (withdrawn_because <> '') = @Withdrawn
            order by inspection_id desc
            """,
            new { Caller.Of(context).TenantId, request.Withdrawn },
            context.CancellationToken);
        return new ListInspectionsReply { Inspections = { inspections.Select(inspection => inspection.ToProto()) } };
    }
}
