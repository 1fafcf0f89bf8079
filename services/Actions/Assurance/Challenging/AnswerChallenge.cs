using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.TakePartInChallenges)]
    public override async Task<V1.AssuranceReply> AnswerChallenge(V1.AnswerChallengeRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var now = clock.NowAsStored();
        var (challenge, stored) = await ReadChallengeAsync(write, request.ChallengeId, request.ExpectedVersion, now, context.CancellationToken);
        if (!stored.Ladder.MayAnswer(challenge, write.Caller))
        {
            throw new Forbidden($"This challenge waits for {stored.Ladder.Called(challenge.Step)}, and for none of those who raised it.");
        }

        var check = new RequestCheck();
        var words = ChallengeWords.Read(request.Words, "The answer", check);
        check.ThrowIfRefused();
        var answered = challenge.Answer();
        return await SaveChallengeAsync(
            write, stored, answered, words, ChallengeNotices.Answered(answered, write.Caller, now), now, context.CancellationToken);
    }

    /// <summary>A challenge for a change by somebody who has seen this version of it.</summary>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    /// <exception cref="Refused">Its plan is closed.</exception>
    /// <exception cref="Conflict">It has changed since.</exception>
    private async Task<(Challenge Challenge, StoredChallenge Stored)> ReadChallengeAsync(
        Write write, string challengeId, long expectedVersion, DateTimeOffset now, CancellationToken ct)
    {
        var today = now.DateInLondon();
        var stored = await database.QueryMultipleAsync(
            write.AndPeople(),
            StoredChallenge.Select,
            new { write.TenantId, challengeId = Ids.Parse("challenge", challengeId), today, year = today.Year },
            results => StoredChallenge.ReadAsync(results, write.TenantId),
            ct);
        var challenge = stored.Require(write.Caller);
        stored.Plan!.RefuseIfClosed();
        return challenge.Version == expectedVersion ? (challenge, stored) : throw new Conflict(challenge.Version);
    }

    /// <summary>The same for the side that raised it.</summary>
    /// <exception cref="Forbidden">The caller is not of it.</exception>
    private async Task<(Challenge Challenge, StoredChallenge Stored)> ReadRaisedChallengeAsync(
        Write write, string challengeId, long expectedVersion, DateTimeOffset now, CancellationToken ct)
    {
        var read = await ReadChallengeAsync(write, challengeId, expectedVersion, now, ct);
        return read.Challenge.IsRaisedBy(write.Caller)
            ? read
            : throw new Forbidden("Only who raised this challenge accepts its answer, takes it further or withdraws it.");
    }

    private Task<V1.AssuranceReply> SaveChallengeAsync(
        Write write, StoredChallenge stored, Challenge after, string words, Notice? notice, DateTimeOffset now, CancellationToken ct)
    {
        var numbered = stored.Numbered(after, now.DateInLondon().Year);
        return SaveChallengeAsync(
            write,
            numbered,
            ChallengeWords.Of(numbered, words, write.Caller, now),
            notice,
            numbered.Reference == after.Reference ? null : stored.Newest + 1,
            ct);
    }
}
