using System.Diagnostics;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>A grant's withdrawal works at once, also where its message is lost, and where Partners cannot be reached.</summary>
[Collection(ReportingService.Name)]
public sealed class GrantTests(ReportingHost host)
{
    [Fact]
    public async Task Withdrawal_Delivered_IsRefusedWithinASecond()
    {
        var there = await TestPartnership.MakeAsync(host);
        var action = await there.AddAsync();
        var reader = there.PoliceAcross;
        var quickest = TimeSpan.MaxValue;
        // More than once, since on a busy machine anything may take a second.
        for (var attempt = 0; attempt < 5 && quickest > TimeSpan.FromSeconds(1); attempt++)
        {
            var grant = await there.GrantAsync(SharingLevel.Plan);
            Assert.Equal((1, StatusCode.OK, StatusCode.OK), await LookAsync(host, there, action.ActionId, reader));

            grant.State = SharingGrantState.Withdrawn;
            var since = Stopwatch.StartNew();
            await there.TellAsync(grant);
            Assert.Equal((0, StatusCode.NotFound, StatusCode.NotFound), await LookAsync(host, there, action.ActionId, reader));
            quickest = since.Elapsed;
        }

        Assert.True(quickest < TimeSpan.FromSeconds(1), $"It took {quickest}.");

        // Granted anew, it is another grant.
        await there.GrantAsync(SharingLevel.Headlines);
        Assert.Equal(
            (1, StatusCode.FailedPrecondition, StatusCode.FailedPrecondition), await LookAsync(host, there, action.ActionId, reader));
    }

    [Fact]
    public async Task ShadowAuthority_ThatIsNoPartner_SeesThePlanAtItsLevelAlone()
    {
        var there = await TestPartnership.MakeAsync(host);
        var action = await there.AddAsync();
        var shadow = TestPerson.Of("shadow-" + there.TenantId, Capacity.CrossPartnershipLead);
        Assert.Equal((0, StatusCode.NotFound, StatusCode.NotFound), await LookAsync(host, there, action.ActionId, shadow));
        var grant = await there.GrantAsync(SharingLevel.Headlines, agencyId: shadow.AgencyId);
        Assert.Equal((1, StatusCode.FailedPrecondition, StatusCode.FailedPrecondition), await LookAsync(host, there, action.ActionId, shadow));
        grant.Level = SharingLevel.OwnActions;
        await there.TellAsync(grant);
        Assert.Equal((1, StatusCode.OK, StatusCode.NotFound), await LookAsync(host, there, action.ActionId, shadow));
        grant.Level = SharingLevel.Plan;
        await there.TellAsync(grant);
        Assert.Equal((1, StatusCode.OK, StatusCode.OK), await LookAsync(host, there, action.ActionId, shadow));
    }

    [Fact]
    public async Task SameAction_OfTwoSuccessors_IsEachPartnershipsOwnInTheViewAcross()
    {
        var (east, west) = (await TestPartnership.MakeAsync(host, name: "East"), await TestPartnership.MakeAsync(host, name: "West"));
        var reader = east.PoliceAcross;
        await east.GrantAsync(SharingLevel.Plan);
        await west.GrantAsync(SharingLevel.Plan, agencyId: east.Police);
        var inEast = await east.AddAsync("As East goes on");
        await west.AddAsync("As West goes on", with: action => (action.ActionId, action.Lead) = (inEast.ActionId, new() { AgencyId = east.Police }));

        Assert.Equal(2, (await host.Client.GetAcrossPartnershipsAsync(new(), reader.Across(host))).Partnerships.Count);
        foreach (var (there, title) in ((TestPartnership, string)[])[(east, "As East goes on"), (west, "As West goes on")])
        {
            var shared = await host.Client.GetSharedActionAsync(new() { PartnershipId = there.TenantId, ActionId = inEast.ActionId }, reader.Across(host));
            Assert.Equal(title, shared.Row.Title);
            Assert.Equal(title, Assert.Single((await host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId }, reader.Across(host))).Actions).Title);
        }
    }

    [Fact]
    public async Task Withdrawal_WhoseMessageIsLost_IsPulled()
    {
        var there = await TestPartnership.MakeAsync(host);
        var grant = await there.GrantAsync(SharingLevel.Plan);
        (grant.State, grant.Version) = (SharingGrantState.Withdrawn, 2);
        host.Partners.Add(there.TenantId, grant.GrantId, 2, new SharingGrantChanged { Grant = grant });
        await Eventually.SoAsync(
            async () => (await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host))).Partnerships.Count == 0,
            "the withdrawal is pulled");
    }

    [Fact]
    public async Task Look_OncePartnersCouldNotNumberAChangeFor45Seconds_IsUnavailableForThatPartnershipAlone()
    {
        var there = await TestPartnership.MakeAsync(host);
        var action = await there.AddAsync();
        await there.GrantAsync(SharingLevel.Plan);
        var other = await TestPartnership.MakeAsync(host);
        var othersAction = await other.AddAsync();
        await other.GrantAsync(SharingLevel.Plan);
        Assert.Equal((1, StatusCode.OK, StatusCode.OK), await LookAsync(host, there, action.ActionId, there.PoliceAcross));

        // It may be the grant's withdrawal: nobody but Partners' own database knows.
        host.Partners.CannotNumber(there.TenantId, TimeSpan.FromSeconds(46));

        await Eventually.SoAsync(
            async () => await LookAsync(host, there, action.ActionId, there.PoliceAcross) == (0, StatusCode.Unavailable, StatusCode.Unavailable),
            "the grants of one partnership are in doubt");
        Assert.True((await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host))).Updating);
        Assert.Equal((1, StatusCode.OK, StatusCode.OK), await LookAsync(host, other, othersAction.ActionId, other.PoliceAcross));
    }

    [Fact]
    public async Task Look_OncePartnersHasNotConfirmedTheGrantsFor45Seconds_IsUnavailable()
    {
        await using var apart = await ServiceHost.StartAsync<ReportingHost>();
        var there = await TestPartnership.MakeAsync(apart);
        var action = await there.AddAsync();
        await there.GrantAsync(SharingLevel.Plan);
        await apart.Partners.DisposeAsync();

        apart.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((1, StatusCode.OK, StatusCode.OK), await LookAsync(apart, there, action.ActionId, there.PoliceAcross));

        apart.Clock.Advance(TimeSpan.FromSeconds(36));
        var reader = there.PoliceAcross.Across(apart);
        var refusal = await Refusal.OfAsync(StatusCode.Unavailable, apart.Client.GetAcrossPartnershipsAsync(new(), reader));
        Assert.Contains("could not be confirmed", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(
            (-1, StatusCode.Unavailable, StatusCode.Unavailable), await LookAsync(apart, there, action.ActionId, there.PoliceAcross));
        // Within the partnership no border is crossed.
        Assert.Single((await apart.Client.ListActionsAsync(new(), there.Manager.In(there))).Actions);
    }

    [Fact]
    public async Task Look_WithOnePartnershipInDoubt_ShowsTheOthersAndCountsThemAlone()
    {
        await using var apart = await ServiceHost.StartAsync<ReportingHost>();
        var (sure, doubtful) = (await TestPartnership.MakeAsync(apart), await TestPartnership.MakeAsync(apart));
        await sure.GrantAsync(SharingLevel.Plan);
        await sure.AddAsync();
        await doubtful.GrantAsync(SharingLevel.Plan, agencyId: sure.Police);
        await doubtful.AddAsync();
        var reader = sure.PoliceAcross.Across(apart);
        Assert.Equal(2, (await apart.Client.GetAcrossPartnershipsAsync(new(), reader)).Totals.Actions);

        // Its stream has moved, and what it says cannot be had: it may be a withdrawal.
        apart.Partners.Fail(doubtful.TenantId);
        apart.Partners.Add(doubtful.TenantId, Guid.NewGuid().ToString(), 1, new SharingGrantChanged { Grant = new() });
        apart.Clock.Advance(TimeSpan.FromSeconds(46));

        await Eventually.SoAsync(
            async () =>
            {
                // Until Partners has answered again, nothing is shown.
                var view = apart.Client.GetAcrossPartnershipsAsync(new(), reader);
                return await Refusal.CodeAsync(view) == StatusCode.OK && (await view).Partnerships.Count == 1;
            },
            "the sure one is confirmed again");
        var view = await apart.Client.GetAcrossPartnershipsAsync(new(), reader);
        Assert.Equal(sure.TenantId, view.Partnerships.Single().PartnershipId);
        Assert.Equal((1, 1, true), (view.Totals.Actions, view.AgencyTotals.Actions, view.Updating));
        await Refusal.OfAsync(
            StatusCode.Unavailable, apart.Client.ListSharedActionsAsync(new() { PartnershipId = doubtful.TenantId }, reader));
    }

    /// <summary>Partnerships in the view (-1: refused), and how the list and the record are answered.</summary>
    private static async Task<(int Partnerships, StatusCode List, StatusCode Record)> LookAsync(
        ReportingHost host, TestPartnership there, string actionId, TestPerson reader)
    {
        var headers = reader.Across(host);
        var view = host.Client.GetAcrossPartnershipsAsync(new(), headers);
        var shown = await Refusal.CodeAsync(view) == StatusCode.OK ? (await view).Partnerships.Count : -1;
        var list = await Refusal.CodeAsync(host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId }, headers));
        var record = await Refusal.CodeAsync(
            host.Client.GetSharedActionAsync(new() { PartnershipId = there.TenantId, ActionId = actionId }, headers));
        return (shown, list, record);
    }
}
