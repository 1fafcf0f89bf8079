using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Read)]
    public override async Task<ListOpeningsReply> ListOpenings(ListOpeningsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (isListed, openings) = await database.QueryMultipleAsync(
            ScopeOf(context),
            """
            select exists (
              select from inspection where tenant_id = @TenantId and inspection_id = @InspectionId and @PersonId = any (reader_ids));
            select person_id, first_at, last_at from opening where tenant_id = @TenantId and inspection_id = @InspectionId
            order by first_at, person_id
            """,
            new { caller.TenantId, InspectionId = Ids.Parse(What, request.InspectionId), caller.PersonId },
            async results => (await results.ReadSingleAsync<bool>(), await results.ReadAsync<Opening>()),
            context.CancellationToken);
        return isListed
            ? new ListOpeningsReply { Openings = { openings.Select(opening => opening.ToProto()) } }
            : throw new NotFound(What);
    }
}
