using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.TakePartInChallenges)]
    public override async Task<V1.AssuranceReply> RaiseChallenge(V1.RaiseChallengeRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var check = new RequestCheck();
        var ids = Challenge.ReadActionIds(request.ActionIds, check);
        var now = clock.NowAsStored();
        var today = now.DateInLondon();
        var (stored, chosen, people, settings) = await database.QueryMultipleAsync(
            write.AndPeople(),
            $"""
            {StoredPlan.Select};
            {StoredActions.Select};
            {ChallengeLadder.Select};
            select settings from partnership_settings where tenant_id = @TenantId
            """,
            new { write.TenantId, planId, ids, today },
            async results => (
                await StoredPlan.ReadAsync(results),
                await StoredActions.ReadAsync(results),
                await ChallengeLadder.ReadAsync(results),
                KeptSettings.Of(await results.ReadSingleOrDefaultAsync<string>(), write.TenantId)),
            context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        var plan = stored.Expect(access);
        var words = ChallengeWords.Read(request.Words, "The challenge", check);
        var answerDueOn = Challenge.ReadAnswerDueOn(request.AnswerDueOn, settings.ChallengeDays, today, check);
        var challenge = Challenge.Raise(
            plan, request, chosen.Require(access, request.ActionIds), stored.RequirePartnership(), write.Caller, answerDueOn, now, check);
        check.ThrowIfRefused();
        return await SaveChallengeAsync(
            write,
            challenge,
            ChallengeWords.Of(challenge, words, write.Caller, now),
            ChallengeNotices.Waits(challenge, new ChallengeLadder(challenge.ToLead, people), write.Caller, now),
            number: null,
            context.CancellationToken);
    }

    /// <summary>
    /// Saves a challenge with what was said. Nothing of it goes into the plan's history, which the whole partnership reads.
    /// </summary>
    /// <param name="number">Of the reference that it is given now; null for none.</param>
    private Task<V1.AssuranceReply> SaveChallengeAsync(
        Write write, Challenge challenge, ChallengeWords words, Notice? notice, int? number, CancellationToken ct) => database.SaveAsync(
        write,
        challenge.ToReply(),
        StoredChallenge.Save + Notice.Insert,
        new
        {
            write.TenantId,
            Challenge = Columns.Of(challenge),
            Words = Columns.Of(words),
            challengeId = challenge.ChallengeId,
            ids = challenge.ActionIds,
            year = words.SaidAt.DateInLondon().Year,
            number = number ?? 0,
            numbers = number is not null,
            Notices = Notice.ToJson(notice is null ? [] : [notice]),
        },
        [challenge.Changed(), words.Recorded()],
        ct);
}
