using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementReply> RecordPublication(V1.RecordPublicationRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (statement, inspection) = await ExpectAsync(write, request.StatementId, request.ExpectedVersion, context.CancellationToken);
        return await SaveAsync(write, statement.Publish(request, clock.Today(), new RequestCheck()), inspection, context.CancellationToken);
    }
}
