using Jtai.Activities.V1;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who did what tells nobody of a plan whose inspection they may not hear of.</summary>
public sealed class ActivityTests
{
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
}
