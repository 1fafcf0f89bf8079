using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Challenges;

/// <summary>Who raised it accepts the answer, and it is over.</summary>
public sealed class AcceptModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ChallengeTurn(calls, person, time)
{
    protected override bool IsTheirs => Record.MayTakeFurther && Raised.State == ChallengeState.Answered;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Answer accepted",
        () => Calls.Assurance.AcceptAnswerAsync(
            new AcceptAnswerRequest { ChallengeId = id, ExpectedVersion = Version, Words = Words ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
