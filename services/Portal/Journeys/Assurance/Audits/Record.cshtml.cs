using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>What an audit found is recorded. What does not hold is opened again in the same act.</summary>
public sealed class RecordModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : FoundStep(calls, person, time)
{
    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = Found(id);
        return TryFoundAsync(
            id, "What the audit found is recorded", () => Calls.Assurance.RecordAuditAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill()
    {
        DoneOn = DateEntry.Of(Today);
        Actions = [.. Audit.Actions.Select(one => new FindingEntry { ActionId = one.ActionId })];
    }
}
