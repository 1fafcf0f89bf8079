using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Another lead, owner or date for many actions, with one note.</summary>
public sealed class ManyModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ManyActionsStep(calls, membersReader, person, time)
{
    /// <summary>As <see cref="PartnershipMembers.LeadOf"/> reads it; empty: the lead stays.</summary>
    [BindProperty]
    public string? Lead { get; set; }

    /// <summary>A person or a post, as <see cref="PartnershipMembers.OwnerOf"/> reads it; empty: the owner stays.</summary>
    [BindProperty]
    public string? OwnerId { get; set; }

    [BindProperty]
    public DateEntry DueOn { get; set; } = new();

    [BindProperty]
    public DateChangeReason DateReason { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public IEnumerable<Choice> NewLeads => Members.LeadChoices.Prepend(new Choice("", "The lead stays"));

    public IEnumerable<Choice> NewOwners => Members.OwnersByAgency(Today).Prepend(new Choice("", "The owner stays"));

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var (personId, postId) = PartnershipMembers.OwnerOf(OwnerId);
        var request = new ChangeManyActionsRequest
        {
            Actions = { ReadChosen() },
            Lead = PartnershipMembers.LeadOf(Lead),
            OwnerId = personId,
            OwnerPostId = postId,
            DueOn = DueOn.ReadIso(ModelState, nameof(DueOn), "due date"),
            DateReason = DateReason,
            Note = Note ?? "",
        };
        return TryManyAsync(id, Numbers.Of(Chosen.Count, "action") + " changed", () => Calls.Actions.ChangeManyActionsAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }
}
