using Grpc.Core;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.AssuranceReply> AgreeSoWhat(V1.AgreeSoWhatRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var stored = await ReadMeasureAsync(write, request.MeasureId, context.CancellationToken);
        var measure = stored.Expect(new PlanAccess(write.Caller), request.ExpectedVersion);
        return await SaveMeasureAsync(
            write, measure, measure.Agree(write.Caller.PersonId, clock.Today()), reason: "", parts: [], context.CancellationToken);
    }
}
