using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>Plans an audit of a plan's actions, or changes what is planned. A closed plan is audited too.</summary>
public sealed class PlanModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ManyActionsStep(calls, membersReader, person, time)
{
    private string planned = "";

    /// <summary>Of the address; empty for a new one.</summary>
    [FromRoute(Name = "audit")]
    public string? AuditId { get; set; }

    [BindProperty]
    public AuditKind Kind { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public DateEntry PlannedFor { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(AuditId);

    /// <summary>As it is saved; empty for a new one.</summary>
    public Audit Audit { get; private set; } = new();

    public static IEnumerable<Choice> Kinds { get; } = [.. AssuranceWords.AuditKinds.Select(kind => new Choice(kind.ToString(), AssuranceWords.Of(kind)))];

    public override string ChoiceHint => "Up to 50 of the plan. Those that are complete come first in an audit of whether they hold";

    protected override long CurrentVersion => Audit.Version;

    protected override IActionResult? Refusal => !Manages ? Forbid()
        : IsNew || (Audit.State == AuditState.Planned && Audit.PlanId == Plan.PlanId) ? null
        : NotFound();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new PlanAuditRequest
        {
            AuditId = AuditId ?? "",
            ExpectedVersion = Version,
            PlanId = id,
            Kind = Kind,
            Title = Title ?? "",
            PlannedFor = PlannedFor.ReadIso(ModelState, nameof(PlannedFor), "day that it is planned for", required: true),
            ActionIds = { ReadChosen().Select(one => one.ActionId) },
        };
        return TryManyAsync(
            id,
            IsNew ? "Audit planned" : "Plan of the audit changed",
            async () => planned = (await Calls.Assurance.PlanAuditAsync(request, cancellationToken: ct)).RecordId,
            ct);
    }

    protected override bool IsChoosable(ActionProto action) => action.WithdrawnBecause.Length == 0;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Audit = IsNew ? new() : (await Calls.Assurance.GetAuditAsync(new GetAuditRequest { AuditId = AuditId }, cancellationToken: ct)).Audit;
        return await base.ReadAsync(id, ct);
    }

    protected override void Fill()
    {
        base.Fill();
        if (!IsNew)
        {
            (Kind, Title, PlannedFor) = (Audit.Kind, Audit.Title, DateEntry.OfIso(Audit.PlannedFor));
            Choose(Audit.Actions.Select(one => one.ActionId));
        }
    }

    protected override string AddressOf(string id) => Addresses.Audit(Partnership, planned);
}
