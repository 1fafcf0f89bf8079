using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Read)]
    public override async Task<ListFindingsReply> ListFindings(ListFindingsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (exists, findings) = await database.QueryMultipleAsync(
            ScopeOf(context),
            Opening.Keep + """
            select exists (select from inspection where tenant_id = @TenantId and inspection_id = @InspectionId);
            select * from finding
            where tenant_id = @TenantId and inspection_id = @InspectionId and (withdrawn_because <> '') = @Withdrawn
            order by paragraph = 0, paragraph, position
            """,
            new
            {
                caller.TenantId,
                InspectionId = Ids.Parse(What, request.InspectionId),
                request.Withdrawn,
                Reader = caller.PersonId,
                Now = clock.GetUtcNow(),
            },
            async results => (await results.ReadSingleAsync<bool>(), await results.ReadAsync<Finding>()),
            context.CancellationToken);
        return exists
            ? new ListFindingsReply { Findings = { findings.Select(finding => finding.ToProto()) } }
            : throw new NotFound(What);
    }
}
