using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The steps that tests of challenges start from.</summary>
internal static class ChallengingSteps
{
    public static TestPerson Scrutineer(this TestPartnership here) => TestPerson.Of(here.Council, Capacity.IndependentScrutineer);

    public static TestPerson LeadOf(this TestPartnership here, string agencyId) => TestPerson.Of(agencyId, Capacity.AgencyLead);

    public static V1.RaiseChallengeRequest NewChallenge(this TestPartnership here, string planId, params string[] actionIds) => new()
    {
        PlanId = planId, Title = "The pathway is not agreed", Words = "Three months have passed and there is no draft.",
        To = new() { AgencyId = here.Police }, ActionIds = { actionIds },
    };

    /// <summary>One to the police force about their action.</summary>
    public static async Task<(string Id, V1.ActionReply Action)> RaiseAsync(
        this TestPartnership here, TestPerson by, Func<V1.RaiseChallengeRequest, V1.RaiseChallengeRequest>? with = null)
    {
        var action = (await here.As(here.Manager).ListActionPlansAsync(new())).Plans.Count == 0 ? await here.MakeActionAsync() : await here.AnotherActionAsync();
        var request = here.NewChallenge(await here.PlanOfAsync(), action.ActionId);
        return ((await here.Assurance(by).RaiseChallengeAsync(with is null ? request : with(request))).RecordId, action);
    }

    public static async Task<long> AnswerAsync(this TestPartnership here, TestPerson by, string challengeId, long version, string words = "It is with our lawyers.") =>
        (await here.Assurance(by).AnswerChallengeAsync(new() { ChallengeId = challengeId, ExpectedVersion = version, Words = words })).Version;

    public static async Task<long> EscalateAsync(this TestPartnership here, TestPerson by, string challengeId, long version) =>
        (await here.Assurance(by).EscalateChallengeAsync(new() { ChallengeId = challengeId, ExpectedVersion = version, Words = "It goes on." })).Version;

    public static async Task<V1.ChallengeRecord> ChallengeAsync(this TestPartnership here, TestPerson by, string challengeId) =>
        await here.Assurance(by).GetChallengeAsync(new() { ChallengeId = challengeId });
}
