using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Challenges;

/// <summary>Who raised it takes it to the next step, where the partnership reads all of it.</summary>
public sealed class EscalateModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ChallengeTurn(calls, person, time)
{
    [BindProperty]
    public DateEntry AnswerDueOn { get; set; } = new();

    /// <summary>The day for the answer while it has not passed: pointed out, and no obstacle.</summary>
    public DateOnly? StillToCome => Raised.State == ChallengeState.Open && LondonDates.TryFromIso(Raised.AnswerDueOn) is { } due && due >= Today ? due : null;

    protected override bool IsTheirs => Record.MayTakeFurther && Record.NextStep.Length > 0;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new EscalateChallengeRequest
        {
            ChallengeId = id, ExpectedVersion = Version, Words = Words ?? "",
            AnswerDueOn = AnswerDueOn.ReadIso(ModelState, nameof(AnswerDueOn), "day for the answer"),
        };
        return TryAsync(
            id, "Challenge taken further", () => Calls.Assurance.EscalateChallengeAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }
}
