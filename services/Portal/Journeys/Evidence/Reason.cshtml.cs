using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>Says why no child can be known by what was found in a file.</summary>
public sealed class ReasonModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : EvidenceStep(calls, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Reason given",
        () => Calls.Evidence.GiveReasonAsync(
            new GiveReasonRequest { EvidenceId = id, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);

    // Nothing is asked of a file that is checked, or that another person has answered for.
    protected override IActionResult? Closed =>
        Item.Content?.File?.State == FileState.NeedsAReason ? base.Closed : Redirect(AddressOf(Item.EvidenceId));
}
