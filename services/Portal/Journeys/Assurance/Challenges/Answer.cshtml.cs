using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Challenges;

/// <summary>The answer of whoever the challenge waits for.</summary>
public sealed class AnswerModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ChallengeTurn(calls, person, time)
{
    protected override bool IsTheirs => Record.MayAnswer;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Challenge answered",
        () => Calls.Assurance.AnswerChallengeAsync(
            new AnswerChallengeRequest { ChallengeId = id, ExpectedVersion = Version, Words = Words ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
