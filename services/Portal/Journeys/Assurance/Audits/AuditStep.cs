using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>One change of an audit that is planned.</summary>
public abstract class AuditStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("audit", person, time)
{
    public AuditRecord Record { get; private set; } = new();

    public Audit Audit => Record.Audit;

    protected PartnershipCalls Calls => calls;

    protected override Microsoft.AspNetCore.Mvc.IActionResult? Refusal =>
        base.Refusal ?? (Audit.State == AuditState.Planned ? null : Redirect(AddressOf(Audit.AuditId)));

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Assurance.GetAuditAsync(new GetAuditRequest { AuditId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Audit.InspectionId, ct);
        return Audit.Version;
    }

    protected override string AddressOf(string id) => Addresses.Audit(Partnership, id);
}
