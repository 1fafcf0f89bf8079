using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Challenges;

/// <summary>Who raised it takes it back, with the reason.</summary>
public sealed class WithdrawModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ChallengeTurn(calls, person, time)
{
    protected override bool IsTheirs => Record.MayTakeFurther;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Challenge withdrawn",
        () => Calls.Assurance.WithdrawChallengeAsync(
            new WithdrawChallengeRequest { ChallengeId = id, ExpectedVersion = Version, Words = Words ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
