using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<InspectionReply> PublishInspection(PublishInspectionRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var before = await ReadAsync(write, request.InspectionId, context.CancellationToken);
        var inspection = before.Expect(request.ExpectedVersion).Publish(request, clock.Today());
        return await database.SaveAsync(
            write,
            inspection.ToReply(),
            """
            with changed as (
              update inspection set phase = @Phase, published_on = @PublishedOn, published_url = @PublishedUrl, version = @Version
              where tenant_id = @TenantId and inspection_id = @InspectionId and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed))
            """,
            new
            {
                write.TenantId,
                inspection.InspectionId,
                inspection.Phase,
                inspection.PublishedOn,
                inspection.PublishedUrl,
                inspection.Version,
            },
            [inspection.ToChange()],
            context.CancellationToken);
    }
}
