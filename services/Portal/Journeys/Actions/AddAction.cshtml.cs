using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Adds an action to a plan.</summary>
public sealed class AddActionModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ActionFormPage(calls, membersReader, person, time)
{
    [BindProperty]
    public DateEntry DueOn { get; set; } = new();

    [BindProperty]
    public DateEntry NextReviewOn { get; set; } = new();

    /// <summary>True where the person said that a date which has passed is meant.</summary>
    [BindProperty]
    public bool PastIsMeant { get; set; }

    public bool AsksIfPast => PastIsMeant || ModelState[nameof(PastIsMeant)] is { Errors.Count: > 0 };

    public ActionPlan Plan { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(string id, string? finding, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(id, ct);
        FindingIds = finding is null ? [] : [finding];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, bool another, CancellationToken ct)
    {
        try
        {
            var reply = await Calls.Actions.AddActionAsync(
                new AddActionRequest
                {
                    PlanId = id,
                    Title = Title ?? "",
                    Description = Description ?? "",
                    Theme = Theme ?? "",
                    FindingIds = { FindingIds },
                    Lead = PartnershipMembers.LeadOf(Lead),
                    SupportingAgencyIds = { SupportingAgencyIds },
                    OwnerId = OwnerId ?? "",
                    OutcomeSought = OutcomeSought ?? "",
                    SuccessMeasure = SuccessMeasure ?? "",
                    DueOn = DueOn.ReadIso(ModelState, nameof(DueOn), "due date"),
                    NextReviewOn = NextReviewOn.ReadIso(ModelState, nameof(NextReviewOn), "next review date"),
                    AskIfPast = !PastIsMeant,
                },
                cancellationToken: ct);
            return Done($"Action {reply.Reference} added", another ? Addresses.AddAction(Partnership, id) : Addresses.Action(Partnership, reply.ActionId));
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            // Only the plan's next number was taken meanwhile: nothing of this action is anybody else's.
            ModelState.AddModelError("", "Somebody else added an action at the same moment. Save yours again.");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("ask_if_past", nameof(PastIsMeant))))
        {
        }

        await ReadAsync(id, ct);
        return Page();
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        Plan = await Calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await ReadFindingsAsync(Plan.InspectionId, Plan.PlanId, ct);
    }
}
