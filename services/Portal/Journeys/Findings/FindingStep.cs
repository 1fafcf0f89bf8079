using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Findings;

/// <summary>One change of a finding, with a reason.</summary>
public abstract class FindingStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("finding", person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Finding Finding { get; private set; } = new();

    protected PartnershipCalls Calls => calls;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Finding = await calls.Inspections.GetFindingAsync(new GetFindingRequest { FindingId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Finding.InspectionId, ct);
        return Finding.Version;
    }

    protected override string AddressOf(string id) => Addresses.Finding(Partnership, id);
}
