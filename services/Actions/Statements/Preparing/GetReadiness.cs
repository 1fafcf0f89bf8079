using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.ReadWholePlans)]
    public override async Task<V1.Readiness> GetReadiness(V1.GetReadinessRequest request, ServerCallContext context)
    {
        var whole = await ReadWholeAsync(Caller.Of(context), request.StatementId, context.CancellationToken);
        return new ReadinessCheck(whole, clock.Today()).ToProto();
    }
}
