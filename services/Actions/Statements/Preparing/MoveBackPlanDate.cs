using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementReply> MoveBackPlanDate(V1.MoveBackPlanDateRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (statement, inspection) = await ExpectAsync(write, request.StatementId, request.ExpectedVersion, context.CancellationToken);
        return await SaveAsync(write, statement.MoveDate(request, new RequestCheck()), inspection, context.CancellationToken);
    }
}
