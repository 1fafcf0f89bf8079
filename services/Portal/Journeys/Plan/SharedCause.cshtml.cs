using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Names a cause that holds several actions back, or changes it.</summary>
public sealed class SharedCauseModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    private string saved = "";

    /// <summary>Of the address; empty for a new one.</summary>
    [FromRoute(Name = "cause")]
    public string? CauseId { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Remedy { get; set; }

    /// <summary>As <see cref="PartnershipMembers.LeadOf"/> reads it.</summary>
    [BindProperty]
    public string? Lead { get; set; }

    [BindProperty]
    public DateEntry DueOn { get; set; } = new();

    [BindProperty]
    public DateEntry ResolvedOn { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(CauseId);

    /// <summary>Null for a new one.</summary>
    public SharedCause? Cause => Parts.Causes.FirstOrDefault(one => one.CauseId == CauseId);

    public IEnumerable<Choice> Leads => Members.LeadChoices.Prepend(new Choice("", "Nobody yet"));

    protected override long CurrentVersion => Cause?.Version ?? 0;

    protected override IActionResult? Refusal => base.Refusal ?? (IsNew || Cause is not null ? null : NotFound());

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new SaveSharedCauseRequest
        {
            PlanId = id,
            CauseId = CauseId ?? "",
            ExpectedVersion = Version,
            Name = Name ?? "",
            Remedy = Remedy ?? "",
            Lead = PartnershipMembers.LeadOf(Lead),
            DueOn = DueOn.ReadIso(ModelState, nameof(DueOn), "date of the remedy"),
            ResolvedOn = ResolvedOn.ReadIso(ModelState, nameof(ResolvedOn), "day on which it was resolved"),
        };
        return TryAsync(
            id,
            IsNew ? "Cause named" : "Cause changed",
            async () => saved = (await Calls.Actions.SaveSharedCauseAsync(request, cancellationToken: ct)).PartId,
            ct);
    }

    protected override void Fill()
    {
        if (Cause is { } cause)
        {
            (Name, Remedy, Lead) = (cause.Name, cause.Remedy, PartnershipMembers.ChoiceOf(cause.Lead));
            (DueOn, ResolvedOn) = (DateEntry.OfIso(cause.DueOn), DateEntry.OfIso(cause.ResolvedOn));
        }
    }

    protected override string AddressOf(string id) => IsNew && saved.Length > 0
        ? Addresses.SharedCause(Partnership, id, saved) + "/actions"
        : Addresses.SharedCauses(Partnership, id);
}
