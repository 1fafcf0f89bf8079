using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Http.Extensions;
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

    /// <param name="finding">The finding that it is to answer.</param>
    /// <param name="lead">As the form names it, from the action that was added just before; so the theme.</param>
    public async Task<IActionResult> OnGetAsync(string id, string? finding, string? lead, string? theme, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        FindingIds = finding is null ? [] : [finding];
        (Lead, ThemeId) = (lead, theme);
        await ReadAsync(id, ct);
        return Plan.Closing is null ? Page() : Redirect(Addresses.Plan(Partnership, id));
    }

    public async Task<IActionResult> OnPostAsync(string id, bool another, bool filter, CancellationToken ct)
    {
        var links = ReadLinks();
        if (filter)
        {
            await ReadAsync(id, ct);
            return Page();
        }

        var (ownerId, ownerPostId) = PartnershipMembers.OwnerOf(OwnerId);
        try
        {
            var reply = await Calls.Actions.AddActionAsync(
                new AddActionRequest
                {
                    PlanId = id,
                    Title = Title ?? "",
                    Description = Description ?? "",
                    ThemeId = ThemeId ?? "",
                    FindingIds = { FindingIds },
                    Lead = PartnershipMembers.LeadOf(Lead),
                    SupportingAgencyIds = { SupportingAgencyIds },
                    JointLeads = { ReadJointLeads() },
                    OwnerId = ownerId,
                    OwnerPostId = ownerPostId,
                    OutcomeSought = OutcomeSought ?? "",
                    SuccessMeasure = SuccessMeasure ?? "",
                    Resources = ReadResources(),
                    BeganBeforePublication = BeganBeforePublication,
                    QuickWin = QuickWin,
                    AnsweringBodyId = AnsweringBodyId ?? "",
                    Links = { links },
                    DueOn = DueOn.ReadIso(ModelState, nameof(DueOn), "due date"),
                    NextReviewOn = NextReviewOn.ReadIso(ModelState, nameof(NextReviewOn), "next review date"),
                    AskIfPast = !PastIsMeant,
                },
                cancellationToken: ct);
            return Done($"Action {reply.Reference} added", another ? AddressOfAnother(id) : Addresses.Action(Partnership, reply.ActionId));
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            // Only the plan's next number was taken meanwhile: nothing of this action is anybody else's.
            ModelState.AddModelError("", "Somebody else added an action at the same moment. Save yours again.");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, field => field == "ask_if_past" ? nameof(PastIsMeant) : PropertyOf(field)))
        {
        }

        await ReadAsync(id, ct);
        return Page();
    }

    /// <summary>An empty form, but for what the next action likely has in common with this one.</summary>
    private string AddressOfAnother(string id)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("lead", Lead), ("theme", ThemeId) }.Where(one => !string.IsNullOrEmpty(one.Item2)))
        {
            query.Add(name, value!);
        }

        return Addresses.AddAction(Partnership, id) + query;
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        var plan = await Calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = id }, cancellationToken: ct);
        await ReadFormAsync(plan.InspectionId, plan.PlanId, ct);
    }
}
