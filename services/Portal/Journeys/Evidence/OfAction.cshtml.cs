using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>The evidence of one action, newest first.</summary>
public sealed class OfActionModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : EvidencePage(calls, membersReader, person, time)
{
    public ActionProto Action { get; private set; } = new();

    /// <summary>The service says it again, of this person and this action.</summary>
    public bool MayAdd => Action.WithdrawnBecause.Length == 0 && Person.IsAny(
        Capacity.PartnershipManager, Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier);

    public override string Here => Addresses.ActionEvidence(Partnership, Action.ActionId);

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        Action = (await Calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct)).Action;
        await this.ReadInspectionAsync(Calls, Action.InspectionId, ct);
        await ListAsync(new ListEvidenceRequest { ActionId = id }, ct);
    }
}
