using Jtai.Activities.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Who looked from outside, as Reporting's own log tells the partnership's manager.</summary>
[Collection(ReportingService.Name)]
public sealed class ActivityTests(ReportingHost host)
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

    [Fact]
    public async Task ListActivity_AfterALookFromOutside_SaysToWhomItWasDisclosed()
    {
        var here = await TestPartnership.MakeAsync(host);
        await here.GrantAsync(SharingLevel.Plan);
        var looker = here.PoliceAcross;
        await host.Client.GetAcrossPartnershipsAsync(new(), looker.Across(host));
        var log = new V1.ActivityLog.ActivityLogClient(host.Service.Channel);
        var entry = (await log.ListActivityAsync(new() { PersonId = looker.Id.ToString() }, here.Manager.In(here))).Entries.Single();
        Assert.Equal((ActivityKind.Disclosure, "AccessRecorded", here.Police, "look"), (entry.Kind, entry.Entity, entry.DisclosedTo, entry.Rpc));
    }
}
