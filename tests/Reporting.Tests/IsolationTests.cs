using System.Diagnostics;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Another tenant's ids answer exactly as ids that nothing has. The calls come from the proto: a new one cannot be missed.</summary>
[Collection(ReportingService.Name)]
public sealed class IsolationTests(ReportingHost host)
{
    private static readonly IsolationSweep Sweep = new(ReportingReflection.Descriptor.Services.Single())
    {
        Malformed = new()
        {
            ["ListActions theme_id"] = StatusCode.InvalidArgument,
            ["GetMyWork at_least.aggregate_id"] = StatusCode.OK,
            ["GetMyWorkAcross at_least.aggregate_id"] = StatusCode.OK,
            ["ListActions owner_id"] = StatusCode.InvalidArgument,
            ["ListActions finding_id"] = StatusCode.InvalidArgument,
            // No action, whichever the partnership.
            ["GetSharedAction *"] = StatusCode.NotFound,
            ["ListSharedEvidence *"] = StatusCode.NotFound,
            // There is no version to wait for.
            ["GetOverview at_least.aggregate_id"] = StatusCode.OK,
            ["ListActions at_least.aggregate_id"] = StatusCode.OK,
            ["ListActions *"] = StatusCode.OK,
            ["GetAcrossPartnerships at_least.aggregate_id"] = StatusCode.OK,
            ["ListSharedActions at_least.aggregate_id"] = StatusCode.OK,
        },
    };

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((20, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var faults = await Sweep.FaultsAsync(
            host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(), await TenantAsync());

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task AtLeast_OfAnotherTenantsActionThatIsAppliedMeanwhile_SaysUpdatingAllTheSame()
    {
        var (ours, theirs) = (await TestPartnership.MakeAsync(host), await TestPartnership.MakeAsync(host));
        var action = theirs.NewAction();
        var request = new V1.ListActionsRequest { AtLeast = new() { AggregateId = action.ActionId, Version = 1 } };

        var reply = host.Client.ListActionsAsync(request, ours.Manager.In(ours)).ResponseAsync;
        await Task.Delay(100);
        await theirs.TellAsync(action);

        Assert.True((await reply).Updating);
        Assert.False((await host.Client.ListActionsAsync(request, theirs.Manager.In(theirs))).Updating);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AtLeast_OfAHiddenActionThatIsAppliedMeanwhile_TakesAsLongAsOfNothing(bool isOfAnotherTenant)
    {
        var ours = await TestPartnership.MakeAsync(host);
        var theirs = isOfAnotherTenant ? await TestPartnership.MakeAsync(host) : ours;
        // In one's own partnership: under an embargo whose readers others are.
        var inspectionId = isOfAnotherTenant ? theirs.InspectionId : Guid.NewGuid();
        await theirs.InspectionIsAsync(
            isOfAnotherTenant ? InspectionPhase.Published : InspectionPhase.Fieldwork, [theirs.OtherManager], inspectionId: inspectionId);
        var action = theirs.NewAction();
        action.InspectionId = inspectionId.ToString();
        var waited = Stopwatch.StartNew();

        var reply = host.Client.ListActionsAsync(
            new() { AtLeast = new() { AggregateId = action.ActionId, Version = 1 } }, ours.Manager.In(ours)).ResponseAsync;
        await Task.Delay(100);
        await theirs.TellAsync(action);

        Assert.True((await reply).Updating);
        Assert.True(waited.Elapsed >= TimeSpan.FromMilliseconds(490), $"It answered after {waited.Elapsed}.");
    }

    private async Task<SweptTenant> TenantAsync()
    {
        var partnership = await TestPartnership.MakeAsync(host);
        await partnership.GrantAsync(SharingLevel.Plan);
        var finding = await partnership.FindingAsync("Found.");
        var (owner, theme) = (Guid.NewGuid(), Guid.NewGuid());
        var action = await partnership.AddAsync(with: action =>
        {
            (action.OwnerId, action.ThemeId) = (owner.ToString(), theme.ToString());
            action.FindingIds.Add(finding.ToString());
        });
        var item = await partnership.EvidenceIsAsync(partnership.Officer, [action]);
        return new()
        {
            Caller = rpc => rpc is "GetOverview" or "ListActions" or "GetMyWork" ? partnership.Manager.In(partnership) : partnership.PoliceAcross.Across(host),
            Sent = new()
            {
                ["partnership_id"] = partnership.TenantId,
                ["action_id"] = action.ActionId,
                ["evidence_id"] = item.EvidenceId,
                ["at_least.aggregate_id"] = action.ActionId,
                ["at_least.version"] = 1L,
            },
            SentAlone = new()
            {
                ["lead_id"] = partnership.Police,
                ["theme_id"] = theme.ToString(),
                ["owner_id"] = owner.ToString(),
                ["finding_id"] = finding.ToString(),
            },
        };
    }
}
