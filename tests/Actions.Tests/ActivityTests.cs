using Jtai.Activities.V1;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who did what tells nobody of a plan whose inspection they may not hear of.</summary>
public sealed class ActivityTests
{
    private static readonly IsolationSweep Sweep = new(V1.ActivityReflection.Descriptor.Services.Single());

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((3, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var host = await ActionsHost.SharedAsync();
        var faults = await Sweep.FaultsAsync(host.Service.Channel.CreateCallInvoker(), id, Tenant(), Tenant());
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        // That its manager looks is an entry by itself.
        SweptTenant Tenant()
        {
            var here = new TestPartnership(host);
            return new() { Caller = _ => here.Manager.In(here), Sent = new() { ["person_id"] = here.Manager.Id.ToString(), ["record_id"] = here.Manager.Id.ToString() } };
        }
    }

    [Fact]
    public async Task ListActivity_OfAnEmbargoedPlan_IsForItsNamedListUntilItIsPublished()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var action = await here.MakeActionAsync();
        Assert.Contains(action.ActionId, await RecordsAsync(here.Manager));
        Assert.DoesNotContain(action.ActionId, await RecordsAsync(here.OtherManager));
        Assert.DoesNotContain(await here.PlanOfAsync(), await RecordsAsync(here.OtherManager));

        await here.InspectionIsAsync(InspectionPhase.Published, [here.Manager]);
        Assert.Contains(action.ActionId, await RecordsAsync(here.OtherManager));

        async Task<IEnumerable<string>> RecordsAsync(TestPerson reader) =>
            (await new V1.ActivityLog.ActivityLogClient(here.Host.Service.Channel).ListActivityAsync(new(), reader.In(here))).Entries.Select(entry => entry.RecordId);
    }

    [Fact]
    public async Task ListActivity_OfRecordsThatHaveANumber_SaysIt()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var evidence = await here.EvidenceAs(here.Manager).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId), here.Manager.In(here));
        Assert.NotEmpty(action.Reference);
        Assert.Equal(action.Reference, await ReferenceAsync(action.ActionId));
        Assert.Equal(action.Reference, await ReferenceAsync(evidence.EvidenceId));
        Assert.Equal("", await ReferenceAsync(here.Manager.Id.ToString()));

        async Task<string> ReferenceAsync(string id) => (await new V1.ActivityLog.ActivityLogClient(here.Host.Service.Channel).ListActivityAsync(
            new() { RecordId = id, PageSize = 1 }, here.Manager.In(here))).Entries.Single().Reference;
    }
}
