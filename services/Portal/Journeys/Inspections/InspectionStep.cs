using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>One change of an inspection.</summary>
public abstract class InspectionStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("inspection", person, time)
{
    public Inspection Inspection { get; private set; } = new();

    protected PartnershipCalls Calls => calls;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Inspection = await this.ReadInspectionAsync(calls, id, ct);
        return Inspection.Version;
    }

    protected override string AddressOf(string id) => Addresses.Inspection(Partnership, id);
}
