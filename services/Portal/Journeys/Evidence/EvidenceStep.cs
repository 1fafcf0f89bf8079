using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>One change of an item of evidence, by whoever added it or the manager.</summary>
public abstract class EvidenceStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("evidence", person, time)
{
    public EvidenceRecord Record { get; private set; } = new();

    public EvidenceItem Item => Record.Item;

    protected PartnershipCalls Calls => calls;

    protected override IActionResult? Refusal => Record.MayChange ? null : Forbid();

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Evidence.GetEvidenceAsync(new GetEvidenceRequest { EvidenceId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Item.InspectionId, ct);
        return Item.Version;
    }

    protected override string AddressOf(string id) => Addresses.Evidence(Partnership, id);
}
