using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.TakePartInChallenges)]
    public override async Task<V1.AssuranceReply> EscalateChallenge(V1.EscalateChallengeRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        using var turn = await turns.TakeAsync(write.TenantId, context.CancellationToken);
        var now = clock.NowAsStored();
        var (challenge, stored) = await ReadRaisedChallengeAsync(
            write, request.ChallengeId, request.ExpectedVersion, now, context.CancellationToken);
        var check = new RequestCheck();
        var words = ChallengeWords.Read(request.Words, "Why you take it further", check);
        var answerDueOn = Challenge.ReadAnswerDueOn(request.AnswerDueOn, stored.Settings.ChallengeDays, now.DateInLondon(), check);
        check.ThrowIfRefused();
        var escalated = challenge.Escalate(stored.Ladder, answerDueOn);
        return await SaveChallengeAsync(
            write, stored, escalated, words, ChallengeNotices.Waits(escalated, stored.Ladder, write.Caller, now), now, context.CancellationToken);
    }
}
