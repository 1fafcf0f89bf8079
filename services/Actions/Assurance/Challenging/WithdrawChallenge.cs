using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.TakePartInChallenges)]
    public override async Task<V1.AssuranceReply> WithdrawChallenge(V1.WithdrawChallengeRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var now = clock.NowAsStored();
        var (challenge, stored) = await ReadRaisedChallengeAsync(
            write, request.ChallengeId, request.ExpectedVersion, now, context.CancellationToken);
        var check = new RequestCheck();
        var words = ChallengeWords.Read(request.Words, "Why it is withdrawn", check);
        check.ThrowIfRefused();
        return await SaveChallengeAsync(write, stored, challenge.Withdraw(), words, notice: null, now, context.CancellationToken);
    }
}
