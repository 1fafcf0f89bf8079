using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Challenges;

/// <summary>One turn in a challenge, by the side whose it is; to anybody else the challenge is shown.</summary>
public abstract class ChallengeTurn(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("challenge", person, time)
{
    [BindProperty]
    public string? Words { get; set; }

    public ChallengeRecord Record { get; private set; } = new();

    public Challenge Raised => Record.Challenge;

    protected PartnershipCalls Calls => calls;

    /// <summary>Whether the turn is this person's as the challenge stands.</summary>
    protected abstract bool IsTheirs { get; }

    protected override IActionResult? Refusal => IsTheirs ? null : Redirect(AddressOf(Raised.ChallengeId));

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Assurance.GetChallengeAsync(new GetChallengeRequest { ChallengeId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Raised.InspectionId, ct);
        return Raised.Version;
    }

    protected override string AddressOf(string id) => Addresses.Challenge(Partnership, id);
}
