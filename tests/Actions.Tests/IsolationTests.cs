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
    public void Ids_FromTheProto_AreFound() => Assert.Equal((20, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var platform = await Platform.SharedAsync();

        var faults = await Sweep.FaultsAsync(
            platform.Service.Channel.CreateCallInvoker(), id, await TenantAsync(platform, id), await TenantAsync(platform, id));

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task OwnId_InAnotherSpelling_IsNoId()
    {
        var here = await TestPartnership.MakeAsync();
        var action = await here.MakeActionAsync();
        foreach (var spelling in new[] { action.ActionId.ToUpperInvariant(), action.ActionId + "\n", $"{{{action.ActionId}}}" })
        {
            Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(here.As(here.Manager).GetActionAsync(new() { ActionId = spelling }))).Code);
        }
    }

    private static async Task<SweptTenant> TenantAsync(Platform platform, string id)
    {
        var partnership = await TestPartnership.MakeAsync();
        var (lead, support, board) = ($"lead-{partnership.TenantId}", $"support-{partnership.TenantId}", $"board-{partnership.TenantId}");
        // Partners of this partnership alone, beside the agencies that all have.
        await platform.Partners.PublishAsync(partnership.TenantId, partnership.TenantId, 2, new PartnershipChanged
        {
            Partnership = new()
            {
                PartnershipId = partnership.TenantId,
                Code = partnership.Code,
                Agencies =
                {
                    new[] { TestPartnership.Council, TestPartnership.Police, TestPartnership.Icb, lead, support }
                        .Select(agency => new PartnerAgency { AgencyId = agency }),
                },
                BodyIds = { board },
                Version = 2,
            },
        });
        var owner = TestPartnership.Person(lead, Capacity.ActionOwner);
        await partnership.RegisterAsync(owner);
        // An inspection has one plan.
        var action = id.StartsWith("MakeActionPlan", StringComparison.Ordinal) ? new() : await partnership.MakeActionAsync();
        var plans = await partnership.As(partnership.Manager).ListActionPlansAsync(new());
        var caller = TestPartnership.Person(TestPartnership.Police, Capacity.PartnershipManager, Capacity.AgencyLead);
        return new()
        {
            Caller = _ => new()
            {
                { "authorization", $"Bearer {platform.Tokens.ForPerson(caller.Id, partnership.TenantId, caller.AgencyId, caller.Capacities)}" },
                { "idempotency-key", Guid.NewGuid().ToString("N") },
            },
            Sent = new()
            {
                ["inspection_id"] = partnership.InspectionId.ToString(),
                ["plan_id"] = plans.Plans.SingleOrDefault()?.PlanId ?? "",
                ["action_id"] = action.ActionId,
                ["finding_ids"] = partnership.FindingIds[0].ToString(),
                ["lead.agency_id"] = lead,
                ["title"] = "Words.",
                ["description"] = "Words.",
                ["narrative"] = "Words.",
                ["explanation"] = "Words.",
                ["outcome_sought"] = "Words.",
                ["success_measure"] = "Words.",
                ["due_on"] = "2027-05-01",
                ["reason"] = V1.DateChangeReason.Dependency,
                ["delivery"] = V1.Delivery.InProgress,
                ["expected_version"] = 1L,
            },
            SentAlone = new()
            {
                ["lead.body_id"] = board,
                ["supporting_agency_ids"] = support,
                ["owner_id"] = owner.Id.ToString(),
            },
        };
    }
}
