using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>As <see cref="IsolationTests"/>, of the settings.</summary>
[Collection(PartnersCollection.Name)]
public sealed class SettingsIsolationTests(PartnersHost host)
{
    private static readonly IsolationSweep Sweep = new(V1.Settings.Descriptor)
    {
        // For the service Actions alone.
        Closed = ["ListContacts"],
    };

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((4, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var faults = await Sweep.FaultsAsync(host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(), await TenantAsync());
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Settings_OfTwoPartnerships_AreEachTheirOwn()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        await host.SettingsClient.SaveSettingsAsync(
            new() { SignOffRule = SignOffRule.Leads, CommitteeRoute = CommitteeRoute.Before, DueSoonDays = 14, Clearances = { "Chief executive" } }, area.AsManager());
        var theirs = await host.SettingsClient.GetSettingsAsync(new(), other.AsManager());
        Assert.Equal((0, 28), (theirs.Version, theirs.DueSoonDays));
        Assert.Empty((await host.SettingsClient.ListSettingsHistoryAsync(new(), other.AsManager())).Changes);
        Assert.Empty((await host.Client.ListPostsAsync(new(), other.AsManager())).Posts);
    }

    private async Task<SweptTenant> TenantAsync()
    {
        var area = await Area.MakeAsync(host);
        await host.SettingsClient.SaveClosureAsync(
            new() { Closure = new() { Kind = ClosureKind.Recess, Name = "Summer recess", From = "2027-07-20", To = "2027-09-05" } }, area.AsManager());
        var closure = (await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).Closures.Single();
        return new()
        {
            Caller = _ => area.AsManager(),
            Sent = new()
            {
                ["partnership_id"] = area.Id,
                ["person_ids"] = area.Manager,
                ["closure.closure_id"] = closure.ClosureId,
                ["closure_id"] = closure.ClosureId,
                ["closure.kind"] = ClosureKind.Recess,
                ["closure.name"] = "Recess",
                ["closure.from"] = "2027-07-21",
                ["closure.to"] = "2027-09-06",
                ["expected_version"] = 1L,
            },
        };
    }
}
