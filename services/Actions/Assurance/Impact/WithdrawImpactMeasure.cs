using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.KeepImpact)]
    public override async Task<V1.AssuranceReply> WithdrawImpactMeasure(V1.WithdrawImpactMeasureRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var measure = await ReadMeasureToKeepAsync(write, request.MeasureId, request.ExpectedVersion, context.CancellationToken);
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        return await SaveMeasureAsync(write, measure, measure.Withdraw(reason), reason, parts: [], context.CancellationToken);
    }
}
