using Grpc.Core;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    // Whether actions answer it is not known here: Actions knows Inspections, not the other way round. The plan points out an
    // action whose findings are all withdrawn.
    [Authorize(Policies.Run)]
    public override async Task<FindingReply> WithdrawFinding(WithdrawFindingRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var (inspection, before) = await ReadFindingAsync(write, request.FindingId, context.CancellationToken);
        var check = new RequestCheck();
        var reason = HistoryEntry.Read(request.Reason, check);
        check.ThrowIfRefused();
        var finding = before.Expect(request.ExpectedVersion).Withdraw(reason);
        return await SaveAsync(write, inspection, before, finding, reason, context.CancellationToken);
    }
}
