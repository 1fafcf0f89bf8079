using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ChallengeRecord> GetChallenge(V1.GetChallengeRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var today = clock.Today();
        var (stored, actions, words) = await database.QueryMultipleAsync(
            TenantScope.OfMany([caller.TenantId, TenantId.Platform]),
            $"""
            {StoredChallenge.Select};
            {StoredActions.SelectOf("select action_id from challenge_action where tenant_id = @TenantId and challenge_id = @challengeId")};
            select * from challenge_words where tenant_id = @TenantId and challenge_id = @challengeId order by challenge_version limit 50
            """,
            new { caller.TenantId, challengeId = Ids.Parse("challenge", request.ChallengeId), today, year = today.Year },
            async results => (
                await StoredChallenge.ReadAsync(results, caller.TenantId),
                await StoredActions.ReadAsync(results),
                (await results.ReadAsync<ChallengeWords>()).ToArray()),
            context.CancellationToken);
        var challenge = stored.Require(caller);
        var ladder = stored.Ladder;
        var open = !challenge.IsEnded && !stored.Plan!.IsClosed;
        return new V1.ChallengeRecord
        {
            Challenge = challenge.ToProto(SeenOf(caller, actions.Actions.Values, actions.Inspections)),
            Words = { words.Select(said => said.ToProto()) },
            MayAnswer = open && challenge.State == V1.ChallengeState.Open && Answers(caller) && ladder.MayAnswer(challenge, caller),
            MayTakeFurther = open && Answers(caller) && challenge.IsRaisedBy(caller),
            ThisStep = ladder.Called(challenge.Step),
            NextStep = !challenge.IsEnded && ladder.After(challenge.Step) is { } next ? ladder.Called(next) : "",
        };

        // Somebody who raised it may hold nothing any more in which they could act.
        static bool Answers(Caller caller) => caller.Has(PlanVisibility.Challengers);
    }

    /// <summary>Ids of those of the actions that the caller sees.</summary>
    private static HashSet<Guid> SeenOf(Caller caller, IEnumerable<Action> actions, IReadOnlyDictionary<Guid, Inspection> inspections)
    {
        var access = new PlanAccess(caller);
        return
        [
            .. actions.Where(action => inspections.TryGetValue(action.InspectionId, out var its) && access.Sees(action, its))
                .Select(action => action.ActionId),
        ];
    }
}
