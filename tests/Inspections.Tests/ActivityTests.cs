using Jtai.Activities.V1;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>Who did what tells nobody of an inspection who may not hear of it.</summary>
[Collection(InspectionsService.Name)]
public sealed class ActivityTests(InspectionsHost host)
{
    private static readonly IsolationSweep Sweep = new(V1.ActivityReflection.Descriptor.Services.Single());

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((3, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var faults = await Sweep.FaultsAsync(host.Service.Channel.CreateCallInvoker(), id, Tenant(), Tenant());
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        // That its manager looks is an entry by itself.
        SweptTenant Tenant()
        {
            var here = new TestPartnership(host);
            return new() { Caller = _ => here.Manager.In(here), Sent = new() { ["person_id"] = here.Manager.Id.ToString(), ["record_id"] = here.Manager.Id.ToString() } };
        }
    }

    private ActivityLog.ActivityLogClient Client => new(host.Service.Channel);

    [Fact]
    public async Task ListActivity_OfAnEmbargoedInspection_IsForItsNamedListUntilItIsPublished()
    {
        var here = await host.NewPartnershipAsync();
        var inspection = await here.RecordAsync();
        var import = await here.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes);
        Assert.Contains(inspection.InspectionId, await RecordsAsync(here, here.Manager));
        Assert.Contains(import, await RecordsAsync(here, here.Manager));
        Assert.Equal([here.OtherManager.Id.ToString()], await RecordsAsync(here, here.OtherManager, here.Manager.Id.ToString()));

        await here.EndOfAsync(import);
        await here.PublishAsync(inspection);
        Assert.Contains(inspection.InspectionId, await RecordsAsync(here, here.OtherManager));
    }

    // But that somebody looked at the activity is shown to both managers.
    private async Task<IEnumerable<string>> RecordsAsync(TestPartnership here, TestPerson reader, params string[] besides) =>
        (await Client.ListActivityAsync(new(), reader.In(here))).Entries.Select(entry => entry.RecordId).Except(besides).Distinct();
}
