using Jtai.Activities.V1;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>Who did what tells nobody of an inspection who may not hear of it.</summary>
[Collection(InspectionsService.Name)]
public sealed class ActivityTests(InspectionsHost host)
{
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
