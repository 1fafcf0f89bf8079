using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Strengths;

/// <summary>One act on a strength of a plan's letter.</summary>
public abstract class StrengthStep(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : RecordStep("strength", person, time)
{
    /// <summary>Of the address: the strength, which is a finding.</summary>
    [FromRoute(Name = "finding")]
    public string FindingId { get; set; } = "";

    public StrengthRecord Record { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    protected PartnershipCalls Calls => calls;

    /// <summary>The manager, and the lead of the agency that keeps it.</summary>
    public static bool MayCheck(PartnershipPage page, StrengthRecord record) => record.Strength is { } strength
        && (page.Manages || (page.Person.IsAny(Capacity.AgencyLead)
            && strength.Keeper.ByCase == Lead.ByOneofCase.AgencyId && strength.Keeper.AgencyId == page.Person.AgencyId));

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var plan = await calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, plan.InspectionId, ct);
        var strengths = await calls.Assurance.ListStrengthsAsync(new ListStrengthsRequest { PlanId = id }, cancellationToken: ct);
        Members = await membersReader.ReadAsync(ct);
        Record = strengths.Strengths.FirstOrDefault(one => one.FindingId == FindingId) ?? new();
        return Record.Strength?.Version ?? 0;
    }

    protected override IActionResult? Refusal => Record.FindingId.Length == 0 ? NotFound() : base.Refusal;

    protected override string AddressOf(string id) => Addresses.Strengths(Partnership);
}
