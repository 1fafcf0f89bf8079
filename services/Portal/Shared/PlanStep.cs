using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Shared;

/// <summary>One change of a plan or of a part of it. A closed plan takes none, and says so itself.</summary>
public abstract class PlanStep(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : RecordStep("plan", person, time)
{
    public ActionPlan Plan { get; private set; } = new();

    public PlanParts Parts { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    protected PartnershipCalls Calls => calls;

    /// <summary>Of what is changed: the plan, where it is no part.</summary>
    protected virtual long CurrentVersion => Plan.Version;

    protected override IActionResult? Refusal =>
        base.Refusal ?? (Plan.Closing is null ? null : Redirect(Addresses.Plan(Partnership, Plan.PlanId)));

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var parts = calls.Actions.GetPlanPartsAsync(new GetPlanPartsRequest { PlanId = id }, cancellationToken: ct).ResponseAsync;
        Plan = await calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Plan.InspectionId, ct);
        Members = await membersReader.ReadAsync(ct);
        Parts = await parts;
        return CurrentVersion;
    }

    protected override string AddressOf(string id) => Addresses.Plan(Partnership, id);
}
