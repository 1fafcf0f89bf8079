using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Findings;

/// <summary>
/// Withdraws what is no finding, or one twice; not while an open action answers it alone. Inspections does not know actions, so
/// that is asked here.
/// </summary>
public sealed class WithdrawModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : FindingStep(calls, person, time)
{
    /// <summary>Open actions that would be left without a finding.</summary>
    public IReadOnlyList<ActionProto> AnswerItAlone { get; private set; } = [];

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        foreach (var action in AnswerItAlone)
        {
            ModelState.AddModelError("", $"{action.Reference} answers this finding and no other. Change or close it first.");
        }

        return AnswerItAlone.Count > 0
            ? Page()
            : await TryAsync(
                id,
                "Finding withdrawn",
                () => Calls.Inspections.WithdrawFindingAsync(
                    new WithdrawFindingRequest { FindingId = id, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
                ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        AnswerItAlone = await AnswerItAloneAsync(ct);
        return version;
    }

    private async Task<IReadOnlyList<ActionProto>> AnswerItAloneAsync(CancellationToken ct)
    {
        var plans = await Calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct);
        if (plans.Plans.FirstOrDefault(plan => plan.InspectionId == Finding.InspectionId) is not { } plan)
        {
            return [];
        }

        var actions = Calls.ListPlanActionsAsync(plan.PlanId, ct);
        var findings = await Calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = Finding.InspectionId }, cancellationToken: ct);
        var others = findings.Findings.Select(finding => finding.FindingId).Where(finding => finding != Finding.FindingId).ToHashSet();
        return
        [
            .. (await actions).Where(action => action.Delivery is not (Delivery.Complete or Delivery.ClosedWithoutCompletion)
                && action.FindingIds.Contains(Finding.FindingId) && !action.FindingIds.Any(others.Contains)),
        ];
    }
}
