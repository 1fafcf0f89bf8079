using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Strengths;

/// <summary>Who keeps a strength of the letter, and when it is looked at next.</summary>
public sealed class KeepModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StrengthStep(calls, membersReader, person, time)
{
    /// <summary>As <see cref="PartnershipMembers.LeadOf"/> reads it.</summary>
    [BindProperty]
    public string? Keeper { get; set; }

    [BindProperty]
    public DateEntry NextCheckOn { get; set; } = new();

    public IEnumerable<Choice> Keepers => Members.LeadChoices.Prepend(new Choice("", "Choose an agency or a body"));

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new KeepStrengthRequest
        {
            PlanId = id,
            FindingId = FindingId,
            ExpectedVersion = Version,
            Keeper = PartnershipMembers.LeadOf(Keeper),
            NextCheckOn = NextCheckOn.ReadIso(ModelState, nameof(NextCheckOn), "day of the next look", required: true),
        };
        return TryAsync(id, "Keeper of the strength saved", () => Calls.Assurance.KeepStrengthAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill() =>
        (Keeper, NextCheckOn) = (PartnershipMembers.ChoiceOf(Record.Strength?.Keeper), DateEntry.OfIso(Record.Strength?.NextCheckOn ?? ""));
}
