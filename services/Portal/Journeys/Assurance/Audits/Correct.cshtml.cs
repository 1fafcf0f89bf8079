using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>What was recorded of an audit is put right; what it said before stays in its history.</summary>
public sealed class CorrectModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : FoundStep(calls, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    protected override IActionResult? Refusal => !AuditModel.MayBeCorrected(Audit, Person) ? Forbid()
        : Audit.State != AuditState.Done ? Redirect(AddressOf(Audit.AuditId))
        : null;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var found = Found(id);
        var request = new CorrectAuditRequest
        {
            AuditId = id,
            ExpectedVersion = found.ExpectedVersion,
            DoneOn = found.DoneOn,
            By = found.By,
            SampleSize = found.SampleSize,
            Summary = found.Summary,
            Actions = { found.Actions },
            Reason = Reason ?? "",
        };
        return TryFoundAsync(
            id, "What was recorded of the audit is corrected", () => Calls.Assurance.CorrectAuditAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill()
    {
        (DoneOn, By, Summary) = (DateEntry.OfIso(Audit.DoneOn), Audit.By, Audit.Summary);
        SampleSize = Audit.SampleSize == 0 ? "" : Audit.SampleSize.ToString(CultureInfo.InvariantCulture);
        Actions = [.. Audit.Actions.Select(one => new FindingEntry { ActionId = one.ActionId, Verdict = one.Verdict, Words = one.Words })];
    }
}
