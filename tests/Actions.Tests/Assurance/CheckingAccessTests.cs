using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who may call what of second checks and audits, and that another tenant's ids answer as ids that nothing has.</summary>
public sealed class CheckingAccessTests
{
    private static readonly string[] Calls =
    [
        "CheckActions", "ListActionsToCheck", "PlanAudit", "RecordAudit", "CorrectAudit", "CancelAudit", "GetAudit", "ListAudits", "GetActionAssurance",
        "ListPlanAssurance",
    ];

    private static readonly IsolationSweep Sweep = new(V1.Assurance.Descriptor);

    public static TheoryData<string> Rpcs => [.. Calls];

    public static TheoryData<string> Ids => [.. Sweep.Cases.Where(one => Calls.Contains(one.Split(' ')[0]))];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((21, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task AnyCall_ByCapacity_AdmitsThoseOfItsPolicyAlone(string rpc) =>
        AuthorizationTests.AdmitsAsync(V1.Assurance.Descriptor.FindMethodByName(rpc), capacity => Admits(rpc, capacity));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var host = await ActionsHost.SharedAsync();
        var faults = await Sweep.FaultsAsync(host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(id), await TenantAsync(id));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static bool Admits(string rpc, Capacity capacity) => rpc switch
    {
        "CheckActions" => capacity is Capacity.Verifier or Capacity.SubGroupChair,
        "CorrectAudit" => capacity is Capacity.PartnershipManager or Capacity.AgencyLead or Capacity.ActionOwner or Capacity.Contributor,
        "PlanAudit" or "RecordAudit" or "CancelAudit" => capacity is Capacity.PartnershipManager,
        _ => capacity is not (Capacity.Unspecified or Capacity.Councillor or Capacity.CommitteeClerk or Capacity.Adviser
            or Capacity.CrossPartnershipLead or Capacity.PlatformOperator),
    };

    private static async Task<SweptTenant> TenantAsync(string id)
    {
        var rpc = id.Split(' ')[0];
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync());
        var planId = await here.PlanOfAsync();
        var caller = TestPerson.Of(here.Schools, rpc == "CheckActions" ? Capacity.SubGroupChair : Capacity.PartnershipManager);
        var audit = await here.Assurance(here.Manager).PlanAuditAsync(new()
        {
            PlanId = planId, Kind = V1.AuditKind.DipSample, Title = "Files", PlannedFor = "2099-01-31", ActionIds = { action.ActionId },
        });
        if (rpc == "CorrectAudit")
        {
            await here.Assurance(here.Manager).RecordAuditAsync(new()
            {
                AuditId = audit.RecordId, ExpectedVersion = 1, DoneOn = "2024-12-05", By = "The group",
                Actions = { new V1.AuditOfAction { ActionId = action.ActionId, Verdict = V1.AuditVerdict.PartlyEmbedded } },
            });
        }

        return new()
        {
            Caller = _ => caller.In(here),
            Sent = new()
            {
                ["plan_id"] = planId,
                ["action_id"] = action.ActionId,
                ["action_ids"] = action.ActionId,
                ["actions.action_id"] = action.ActionId,
                ["audit_id"] = audit.RecordId,
                ["sub_group_body_id"] = here.Board,
                ["present_agency_ids"] = here.Icb,
                ["actions.evidence_ids"] = await here.EvidenceAsync(action.ActionId),
                ["CheckActions actions.verdict"] = V1.CheckVerdict.Confirmed,
                ["CheckActions actions.expected_version"] = action.Version,
                ["RecordAudit actions.verdict"] = V1.AuditVerdict.NotApplicable,
                ["CorrectAudit actions.verdict"] = V1.AuditVerdict.NotApplicable,
                ["CorrectAudit expected_version"] = 2L,
                ["actions.words"] = "Words.",
                ["kind"] = V1.AuditKind.MultiAgency,
                ["title"] = "Words.",
                ["planned_for"] = "2099-05-01",
                ["done_on"] = "2024-12-05",
                ["by"] = "Words.",
                ["reason"] = "Words.",
                ["expected_version"] = 1L,
            },
        };
    }
}
