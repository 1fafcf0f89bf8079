using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>The evidence of a plan, newest first.</summary>
public sealed class OfPlanModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : EvidencePage(calls, membersReader, person, time)
{
    public ActionPlan Plan { get; private set; } = new();

    public override string Here => Addresses.PlanEvidence(Partnership, Plan.PlanId);

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        Plan = await Calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(Calls, Plan.InspectionId, ct);
        await ListAsync(new ListEvidenceRequest { PlanId = id }, ct);
    }
}
