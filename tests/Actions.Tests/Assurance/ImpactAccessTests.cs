using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who may call what of impact, voices and strengths, and that another tenant's ids answer as ids that nothing has.</summary>
public sealed class ImpactAccessTests
{
    private static readonly string[] Calls =
    [
        "SaveImpactMeasure", "RecordImpactReading", "SaySoWhat", "AgreeSoWhat", "WithdrawImpactMeasure", "GetImpactMeasure", "ListImpactMeasures",
        "SaveVoiceRecord", "WithdrawVoiceRecord", "GetVoiceRecord", "ListVoiceRecords", "KeepStrength", "CheckStrength", "ListStrengths",
    ];

    private static readonly IsolationSweep Sweep = new(V1.Assurance.Descriptor);

    public static TheoryData<string> Rpcs => [.. Calls];

    public static TheoryData<string> Ids => [.. Sweep.Cases.Where(one => Calls.Contains(one.Split(' ')[0]))];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((26, 0), (Ids.Count, Sweep.Unknown.Count));

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
        "SaveImpactMeasure" or "SaySoWhat" or "WithdrawImpactMeasure" or "CheckStrength" => capacity is Capacity.PartnershipManager or Capacity.AgencyLead,
        "RecordImpactReading" or "SaveVoiceRecord" or "WithdrawVoiceRecord" =>
            capacity is Capacity.PartnershipManager or Capacity.AgencyLead or Capacity.ActionOwner or Capacity.Contributor,
        "KeepStrength" => capacity is Capacity.PartnershipManager,
        _ => capacity is not (Capacity.Unspecified or Capacity.Councillor or Capacity.CommitteeClerk or Capacity.Adviser
            or Capacity.CrossPartnershipLead or Capacity.PlatformOperator),
    };

    private static async Task<SweptTenant> TenantAsync(string id)
    {
        var rpc = id.Split(' ')[0];
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var caller = here.Manager;
        await here.RegisterAsync(caller);
        var manager = here.Assurance(caller);
        var measure = await here.MeasureAsync(action);
        if (rpc == "AgreeSoWhat")
        {
            measure = await manager.SaySoWhatAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 1, SoWhat = "Words.", AgreedBy = caller.Id.ToString() });
        }

        var voice = await manager.SaveVoiceRecordAsync(await here.NewVoiceAsync(action));
        var strength = await here.StrengthAsync();
        await manager.KeepStrengthAsync(await here.KeepingAsync(strength));
        return new()
        {
            Caller = _ => caller.In(here),
            Sent = new()
            {
                ["plan_id"] = await here.PlanOfAsync(),
                ["action_ids"] = action.ActionId,
                ["measure_id"] = measure.RecordId,
                ["voice_id"] = voice.RecordId,
                ["finding_id"] = strength,
                ["keeper.agency_id"] = here.Icb,
                ["keeper.body_id"] = here.Board,
                ["what"] = "Other words.",
                ["unit"] = "%",
                ["direction"] = V1.MeasureDirection.UpIsBetter,
                ["target"] = "80",
                ["target_on"] = "2099-03-01",
                ["value"] = "41",
                ["source"] = "Words.",
                ["so_what"] = "Words.",
                ["heard_on"] = "2024-09-30",
                ["from"] = "Words.",
                ["said"] = "Words.",
                ["result"] = V1.StrengthResult.Sustained,
                ["next_check_on"] = "2098-05-01",
                ["reason"] = "Words.",
                ["expected_version"] = measure.Version,
            },
        };
    }
}
