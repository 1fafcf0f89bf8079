using Grpc.Core;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<InspectionReply> WithdrawInspection(WithdrawInspectionRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var before = await ReadAsync(write, request.InspectionId, context.CancellationToken);
        var check = new RequestCheck();
        var reason = HistoryEntry.Read(request.Reason, check);
        check.ThrowIfRefused();
        var inspection = before.Expect(request.ExpectedVersion).Withdraw(reason);
        return await database.SaveAsync(
            write,
            inspection.ToReply(),
            """
            with changed as (
              update inspection set withdrawn_because = @WithdrawnBecause, version = @Version
              where tenant_id = @TenantId and inspection_id = @InspectionId and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed))
            """ + HistoryEntry.Insert,
            new
            {
                write.TenantId,
                inspection.InspectionId,
                inspection.WithdrawnBecause,
                inspection.Version,
                History = HistoryEntry.Of(before, inspection, reason, write.Caller, clock.GetUtcNow()),
            },
            [inspection.ToChange()],
            context.CancellationToken);
    }
}
