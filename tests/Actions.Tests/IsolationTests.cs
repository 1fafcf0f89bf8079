using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Another tenant's ids answer exactly as ids that nothing has. The calls come from the proto: a new one cannot be missed.</summary>
public sealed class IsolationTests
{
    private static readonly IsolationSweep Sweep = new(V1.ActionsReflection.Descriptor.Services.Single());

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((92, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var host = await ActionsHost.SharedAsync();

        var faults = await Sweep.FaultsAsync(
            host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(id), await TenantAsync(id));

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task OwnId_InAnotherSpelling_IsNoId()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        foreach (var spelling in new[] { action.ActionId.ToUpperInvariant(), action.ActionId + "\n", $"{{{action.ActionId}}}" })
        {
            await Refusal.OfAsync(StatusCode.NotFound, here.As(here.Manager).GetActionAsync(new() { ActionId = spelling }));
        }
    }

    private static async Task<SweptTenant> TenantAsync(string id)
    {
        var rpc = id.Split(' ')[0];
        var partnership = await PlanSteps.PartnershipAsync();
        var owner = TestPerson.Of(partnership.Schools, Capacity.ActionOwner);
        await partnership.RegisterAsync(owner);
        var caller = TestPerson.Of(partnership.Police, Capacity.PartnershipManager, Capacity.AgencyLead);
        // An inspection has one plan.
        var action = rpc == "MakeActionPlan" ? new() : await partnership.MakeActionAsync();
        var planId = rpc == "MakeActionPlan" ? "" : await partnership.PlanOfAsync();
        var successor = new TestPartnership(partnership.Host);
        return new()
        {
            Caller = _ => caller.In(partnership),
            Sent = new(await PartsAsync(partnership.As(caller), rpc, partnership, action, planId))
            {
                ["inspection_id"] = partnership.InspectionId.ToString(),
                ["plan_id"] = planId,
                ["action_id"] = action.ActionId,
                ["action_ids"] = action.ActionId,
                ["actions.action_id"] = action.ActionId,
                ["actions.expected_version"] = 1L,
                ["finding_ids"] = partnership.FindingIds[0].ToString(),
                ["finding_id"] = partnership.FindingIds[0].ToString(),
                ["lead.agency_id"] = partnership.Schools,
                ["ListActions lead.agency_id"] = partnership.Police,
                ["ListActions words"] = "",
                ["by.agency_id"] = partnership.Schools,
                ["lead_body_id"] = partnership.Board,
                ["body_ids"] = partnership.Board,
                ["routed_to_body_ids"] = partnership.Board,
                ["succession_id"] = await partnership.SucceededByAsync(successor),
                ["to_partnership_ids"] = successor.TenantId,
                ["title"] = "Words.",
                ["name"] = "Words.",
                ["description"] = "Words.",
                ["narrative"] = "Words.",
                ["explanation"] = "Words.",
                ["outcome_sought"] = "Words.",
                ["success_measure"] = "Words.",
                ["words"] = "Words.",
                ["what"] = "Words.",
                ["note"] = "Words.",
                ["transferred_to"] = "Words.",
                ["decided_by"] = "Words.",
                ["done"] = 41,
                ["of"] = 70,
                ["due_on"] = "2027-05-01",
                ["to"] = "2027-05-01",
                ["review_on"] = "2099-05-01",
                ["closed_on"] = "2024-12-05",
                ["reason"] = rpc is "ChangeDueDate" or "AskForDate" ? V1.DateChangeReason.Dependency : "Words.",
                ["date_reason"] = V1.DateChangeReason.Dependency,
                ["RecordStatementSent sent_on"] = "2024-12-05",
                ["RecordStatementSent sent_by"] = "Words.",
                ["RecordStatementSent expected_version"] = 2L,
                ["SetCollatingBodies expected_version"] = 2L,
                ["RespondToFinding expected_version"] = 0L,
                ["CloseAction as"] = V1.ClosedAs.NotPursued,
                ["delivery"] = V1.Delivery.InProgress,
                ["expected_version"] = 1L,
            },
            SentAlone = new()
            {
                ["lead.body_id"] = partnership.Board,
                ["by.body_id"] = partnership.Board,
                ["joint_leads.agency_id"] = partnership.Council,
                ["joint_leads.body_id"] = partnership.Board,
                ["supporting_agency_ids"] = partnership.Council,
                ["owner_id"] = owner.Id.ToString(),
                ["owner_post_id"] = await partnership.PostAsync(partnership.Schools),
                ["answering_body_id"] = partnership.Board,
            },
        };
    }

    /// <summary>What the call needs to be there beside the action, and what it then sends.</summary>
    private static async Task<Dictionary<string, object>> PartsAsync(
        V1.Actions.ActionsClient calls, string rpc, TestPartnership partnership, V1.ActionReply action, string planId)
    {
        switch (rpc)
        {
            case "ListActions":
                var ofTheBoard = partnership.NewAction(planId);
                ofTheBoard.Lead = new() { BodyId = partnership.Board };
                await calls.AddActionAsync(ofTheBoard);
                return [];
            case "ReopenAction":
                await calls.CloseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "Words." });
                return new() { ["ReopenAction expected_version"] = 2L };
            case "CloseActionPlan" or "ReopenActionPlan" or "HandPlanOver":
                await calls.CloseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "Words." });
                if (rpc == "ReopenActionPlan")
                {
                    await calls.CloseActionPlanAsync(new() { PlanId = planId, ExpectedVersion = 2, ClosedOn = "2024-12-05", DecidedBy = "Board", Reason = "Done." });
                }

                return new() { [$"{rpc} expected_version"] = rpc == "ReopenActionPlan" ? 3L : 2L };
            case "SaveMilestone" or "RemoveMilestone":
                var milestone = await calls.SaveMilestoneAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, Title = "First", DueOn = "2027-01-01" });
                return new() { ["milestone_id"] = milestone.PartId, [$"{rpc} expected_version"] = 2L };
            case "ResumeAction":
                await calls.PauseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, Reason = "Words.", ReviewOn = "2099-01-01" });
                return new() { ["ResumeAction expected_version"] = 2L };
            case "DecideDate" or "WithdrawDateRequest":
                var request = await calls.AskForDateAsync(new()
                {
                    ActionId = action.ActionId, ExpectedVersion = 1, To = "2027-09-30", Reason = V1.DateChangeReason.Dependency,
                });
                return new() { ["request_id"] = request.PartId };
            case "SetDependencies":
                return new() { ["depends_on.action_id"] = (await partnership.AnotherActionAsync()).ActionId };
            case "AddAction" or "DescribeAction" or "SaveTheme" or "RemoveTheme":
                var theme = await calls.SaveThemeAsync(new() { PlanId = planId, Name = "Front door" });
                await calls.SetCollatingBodiesAsync(new() { PlanId = planId, ExpectedVersion = 3, BodyIds = { partnership.Board } });
                return new() { ["theme_id"] = theme.PartId };
            case "SaveSharedCause" or "SetHeldBack":
                return new() { ["cause_id"] = (await calls.SaveSharedCauseAsync(new() { PlanId = planId, Name = "No procedure" })).PartId };
            default:
                return [];
        }
    }
}
