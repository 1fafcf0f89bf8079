using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.TakePartInChallenges)]
    public override async Task<V1.AssuranceReply> AcceptAnswer(V1.AcceptAnswerRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var now = clock.NowAsStored();
        var (challenge, stored) = await ReadRaisedChallengeAsync(
            write, request.ChallengeId, request.ExpectedVersion, now, context.CancellationToken);
        var check = new RequestCheck();
        var words = ChallengeWords.Read(request.Words, "What you say to it", check, required: false);
        check.ThrowIfRefused();
        return await SaveChallengeAsync(write, stored, challenge.Accept(), words, notice: null, now, context.CancellationToken);
    }
}
