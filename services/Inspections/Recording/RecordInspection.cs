using Grpc.Core;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<InspectionReply> RecordInspection(RecordInspectionRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var inspection = Inspection.Record(Guid.CreateVersion7(clock.GetUtcNow()), request, write.Caller.PersonId);
        return await database.SaveAsync(
            write,
            inspection.ToReply(),
            """
            insert into inspection (tenant_id, inspection_id, reference, theme, phase,
              notified_on, fieldwork_starts_on, fieldwork_ends_on, reader_ids, version)
            values (@TenantId, @InspectionId, @Reference, @Theme, @Phase,
              @NotifiedOn, @FieldworkStartsOn, @FieldworkEndsOn, @ReaderIds, @Version)
            """,
            new
            {
                write.TenantId,
                inspection.InspectionId,
                inspection.Reference,
                inspection.Theme,
                inspection.Phase,
                inspection.NotifiedOn,
                inspection.FieldworkStartsOn,
                inspection.FieldworkEndsOn,
                inspection.ReaderIds,
                inspection.Version,
            },
            [inspection.ToChange()],
            context.CancellationToken);
    }
}
