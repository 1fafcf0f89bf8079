using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.AskForDates)]
    public override async Task<V1.ActionReply> WithdrawDateRequest(V1.WithdrawDateRequestRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (asked, stored) = await ReadDateRequestAsync(write, request.RequestId, request.ExpectedVersion, context.CancellationToken);
        if (asked.PersonId != write.Caller.PersonId)
        {
            throw new Forbidden("Only the person who asked for a new date may take the request back.");
        }

        var takenBack = asked.Decide(V1.DateRequestState.TakenBack, words: "", write.Caller.PersonId, clock.NowAsStored());
        return await SaveKeptDateAsync(write, stored, takenBack, reason: "", context.CancellationToken);
    }
}
