using Google.Protobuf;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who may call what of evidence, and that another tenant's ids answer as ids that nothing has.</summary>
public sealed class EvidenceAccessTests
{
    private static readonly Capacity[] Keepers =
        [Capacity.PartnershipManager, Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier];

    // Of a streamed answer the sweep takes the first part. A client's answer across partnerships is the view's own.
    private static readonly IsolationSweep Sweep = new(V1.Evidence.Descriptor) { Global = ["DownloadEvidence partnership_id"] };

    public static TheoryData<string> Rpcs => [.. V1.Evidence.Descriptor.Methods.Select(method => method.Name)];

    // A list is of a plan or of an action, never of both.
    public static TheoryData<string> Ids => [.. Sweep.Cases.Where(one => one != "ListEvidence *")];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((20, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task AnyCall_ByCapacity_AdmitsThoseOfItsPolicyAlone(string rpc)
    {
        var host = await EvidenceHost.SharedAsync();
        var method = V1.Evidence.Descriptor.FindMethodByName(rpc);
        foreach (var capacity in Enum.GetValues<Capacity>())
        {
            var token = host.Tokens.ForPerson(Guid.NewGuid(), "somewhere", "some-agency", capacity);
            Assert.Equal((capacity, Admits(rpc, capacity)), (capacity, await AnyRpc.CodeAsync(host.Service, method, token) != StatusCode.PermissionDenied));
            Assert.Equal(
                StatusCode.PermissionDenied,
                await AnyRpc.CodeAsync(host.Service, method, host.Tokens.ForPerson(Guid.NewGuid(), "agency:some-agency", "some-agency", capacity)));
        }

        Assert.Equal(StatusCode.PermissionDenied, await AnyRpc.CodeAsync(host.Service, method, host.Tokens.ForService("reporting")));
        Assert.Equal(StatusCode.Unauthenticated, await AnyRpc.CodeAsync(host.Service, method, token: null));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var host = await EvidenceHost.SharedAsync();
        var faults = await Sweep.FaultsAsync(host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(id), await TenantAsync(id));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static bool Admits(string rpc, Capacity capacity) => rpc is "GetEvidence" or "ListEvidence" or "DownloadEvidence"
        ? capacity is not (Capacity.Unspecified or Capacity.Councillor or Capacity.CommitteeClerk or Capacity.Adviser
            or Capacity.CrossPartnershipLead or Capacity.PlatformOperator)
        : Keepers.Contains(capacity);

    private static async Task<SweptTenant> TenantAsync(string id)
    {
        var rpc = id.Split(' ')[0];
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Manager);
        var bytes = EvidenceSteps.Pdf(2_000);
        var used = rpc == "GiveReason"
            ? await calls.ScannedAsync("a.docx", EvidenceSteps.Readable("a.docx", "Jo was born on 12 March 2014."))
            : await calls.ScannedAsync("a.pdf", bytes);
        var evidence = await calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "Words.", FileId = used.FileId });
        var another = await here.AnotherActionAsync();
        var file = rpc is "AppendToUpload" or "CompleteUpload"
            ? (await calls.BeginUploadAsync(new() { Name = "b.pdf", Size = bytes.Length })).FileId
            : (await calls.ScannedAsync("b.pdf", bytes)).FileId;
        if (rpc == "CompleteUpload")
        {
            await calls.AppendToUploadAsync(new() { FileId = file, Content = ByteString.CopyFrom(bytes) });
        }

        return new()
        {
            Caller = _ => here.Manager.In(here),
            Sent = new()
            {
                ["evidence_id"] = evidence.EvidenceId,
                ["action_ids"] = rpc == "AttachEvidence" ? another.ActionId : action.ActionId,
                ["file_id"] = file,
                ["content"] = ByteString.CopyFrom(bytes),
                ["sha256"] = EvidenceSteps.Hash(bytes),
                ["shows"] = "Other words.",
                ["reason"] = "Words.",
                ["expected_version"] = 1L,
            },
            SentAlone = new()
            {
                ["ListEvidence plan_id"] = await here.PlanOfAsync(),
                ["ListEvidence action_id"] = action.ActionId,
            },
        };
    }
}
