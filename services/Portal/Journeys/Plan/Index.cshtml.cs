using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>The partnership's action plans: straight to the one that there is, else a choice.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public IReadOnlyList<ActionPlan> Plans { get; private set; } = [];

    /// <summary>Inspections with confirmed findings that no plan answers yet; for the manager.</summary>
    public IReadOnlyList<Inspection> Waiting { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await this.MarkActionsAsync(calls, ct);
        Plans = (await calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct)).Plans;
        if (Manages)
        {
            var inspections = await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct);
            Waiting = [.. inspections.Inspections.Where(inspection =>
                inspection.LetterSha256.Length > 0 && Plans.All(plan => plan.InspectionId != inspection.InspectionId))];
            this.MarkList(Waiting);
        }
        return Plans.Count == 1 && Waiting.Count == 0 ? Redirect(Addresses.Plan(Partnership, Plans[0].PlanId)) : Page();
    }
}
