using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>One act on a measure, by whoever the service says may do it.</summary>
public abstract class MeasureStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("measure", person, time)
{
    public ImpactMeasureRecord Record { get; private set; } = new();

    public ImpactMeasure Measure => Record.Measure;

    protected PartnershipCalls Calls => calls;

    /// <summary>Of what the service says.</summary>
    protected virtual bool May => Record.MayChange;

    protected override IActionResult? Refusal => May ? null : Forbid();

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Assurance.GetImpactMeasureAsync(new GetImpactMeasureRequest { MeasureId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Measure.InspectionId, ct);
        return Measure.Version;
    }

    protected override string AddressOf(string id) => Addresses.ImpactMeasure(Partnership, id);
}
