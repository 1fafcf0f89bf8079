using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who may call what of challenges, and that another tenant's ids answer as ids that nothing has.</summary>
public sealed class ChallengingAccessTests
{
    private static readonly string[] Calls =
    [
        "RaiseChallenge", "AnswerChallenge", "AcceptAnswer", "EscalateChallenge", "WithdrawChallenge", "GetChallenge", "ListChallenges",
    ];

    private static readonly IsolationSweep Sweep = new(V1.Assurance.Descriptor)
    {
        Malformed = new() { ["RaiseChallenge to.agency_id"] = StatusCode.InvalidArgument, ["RaiseChallenge to.body_id"] = StatusCode.InvalidArgument },
    };

    public static TheoryData<string> Rpcs => [.. Calls];

    public static TheoryData<string> Ids => [.. Sweep.Cases.Where(one => Calls.Contains(one.Split(' ')[0]))];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((11, 0), (Ids.Count, Sweep.Unknown.Count));

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
        "GetChallenge" or "ListChallenges" => capacity is not (Capacity.Unspecified or Capacity.Councillor or Capacity.CommitteeClerk
            or Capacity.Adviser or Capacity.CrossPartnershipLead or Capacity.PlatformOperator),
        _ => capacity is Capacity.AgencyLead or Capacity.DelegatedSafeguardingPartner or Capacity.LeadSafeguardingPartner
            or Capacity.PartnershipChair or Capacity.IndependentScrutineer or Capacity.BoardMember or Capacity.SubGroupChair,
    };

    private static async Task<SweptTenant> TenantAsync(string id)
    {
        var rpc = id.Split(' ')[0];
        var here = await PlanSteps.PartnershipAsync();
        var (scrutineer, lead) = (here.Scrutineer(), here.LeadOf(here.Police));
        var (challengeId, action) = await here.RaiseAsync(scrutineer);
        var version = rpc == "AcceptAnswer" ? await here.AnswerAsync(lead, challengeId, 1) : 1;
        return new()
        {
            Caller = _ => (rpc == "AnswerChallenge" ? lead : scrutineer).In(here),
            Sent = new()
            {
                ["plan_id"] = await here.PlanOfAsync(),
                ["action_ids"] = action.ActionId,
                ["challenge_id"] = challengeId,
                ["to.agency_id"] = here.Police,
                ["to.body_id"] = here.Board,
                ["title"] = "Words.",
                ["words"] = "Words.",
                ["expected_version"] = version,
            },
        };
    }
}
