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
    public void Ids_FromTheProto_AreFound() => Assert.Equal((25, 0), (Ids.Count, Sweep.Unknown.Count));

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
        var partnership = await PlanSteps.PartnershipAsync();
        var owner = TestPerson.Of(partnership.Schools, Capacity.ActionOwner);
        await partnership.RegisterAsync(owner);
        // An inspection has one plan.
        var action = id.StartsWith("MakeActionPlan", StringComparison.Ordinal) ? new() : await partnership.MakeActionAsync();
        var reopens = id.StartsWith("ReopenAction", StringComparison.Ordinal);
        if (reopens)
        {
            await partnership.As(partnership.Manager).CloseActionAsync(
                new() { ActionId = action.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "Words." });
        }

        var plans = await partnership.As(partnership.Manager).ListActionPlansAsync(new());
        var caller = TestPerson.Of(partnership.Police, Capacity.PartnershipManager, Capacity.AgencyLead);
        return new()
        {
            Caller = _ => caller.In(partnership),
            Sent = new()
            {
                ["inspection_id"] = partnership.InspectionId.ToString(),
                ["plan_id"] = plans.Plans.SingleOrDefault()?.PlanId ?? "",
                ["action_id"] = action.ActionId,
                ["finding_ids"] = partnership.FindingIds[0].ToString(),
                ["lead.agency_id"] = partnership.Schools,
                ["title"] = "Words.",
                ["description"] = "Words.",
                ["narrative"] = "Words.",
                ["explanation"] = "Words.",
                ["outcome_sought"] = "Words.",
                ["success_measure"] = "Words.",
                ["due_on"] = "2027-05-01",
                ["reason"] = V1.DateChangeReason.Dependency,
                ["DescribeAction reason"] = "Words.",
                ["RecordStatementSent reason"] = "Words.",
                ["RecordStatementSent sent_on"] = "2024-12-05",
                ["RecordStatementSent sent_by"] = "Words.",
                ["RecordStatementSent expected_version"] = 2L,
                ["WithdrawAction reason"] = "Words.",
                ["CloseAction reason"] = "Words.",
                ["CloseAction as"] = V1.ClosedAs.NotPursued,
                ["ReopenAction reason"] = "Words.",
                ["ReopenAction expected_version"] = 2L,
                ["delivery"] = V1.Delivery.InProgress,
                ["expected_version"] = 1L,
            },
            SentAlone = new()
            {
                ["lead.body_id"] = partnership.Board,
                ["supporting_agency_ids"] = partnership.Council,
                ["owner_id"] = owner.Id.ToString(),
            },
        };
    }
}
