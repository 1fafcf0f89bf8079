using System.Diagnostics;
using Grpc.Core;
using Jtai.Partners.V1;

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
    public async Task Withdrawal_WhoseMessageIsLost_IsPulled()
    {
        var there = await TestPartnership.MakeAsync(host);
        var grant = await there.GrantAsync(SharingLevel.Plan);
        (grant.State, grant.Version) = (SharingGrantState.Withdrawn, 2);
        host.Partners.Add(there.TenantId, grant.GrantId, 2, new SharingGrantChanged { Grant = grant });
        await ReportingHost.EventuallyAsync(
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

        await ReportingHost.EventuallyAsync(
            async () => await LookAsync(host, there, action.ActionId, there.PoliceAcross) == (0, StatusCode.Unavailable, StatusCode.Unavailable),
            "the grants of one partnership are in doubt");
        Assert.True((await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host))).Updating);
        Assert.Equal((1, StatusCode.OK, StatusCode.OK), await LookAsync(host, other, othersAction.ActionId, other.PoliceAcross));
    }

    [Fact]
    public async Task Look_OncePartnersHasNotConfirmedTheGrantsFor45Seconds_IsUnavailable()
    {
        var apart = new ReportingHost();
        await apart.InitializeAsync();
        try
        {
            var there = await TestPartnership.MakeAsync(apart);
            var action = await there.AddAsync();
            await there.GrantAsync(SharingLevel.Plan);
            await apart.Partners.DisposeAsync();

            apart.Clock.Pass(TimeSpan.FromSeconds(10));
            Assert.Equal((1, StatusCode.OK, StatusCode.OK), await LookAsync(apart, there, action.ActionId, there.PoliceAcross));

            apart.Clock.Pass(TimeSpan.FromSeconds(36));
            var reader = there.PoliceAcross.Across(apart);
            var view = await Refusal.OfAsync(apart.Client.GetAcrossPartnershipsAsync(new(), reader));
            Assert.Equal(StatusCode.Unavailable, view.Code);
            Assert.Contains("could not be confirmed", view.Message, StringComparison.Ordinal);
            Assert.Equal(
                (-1, StatusCode.Unavailable, StatusCode.Unavailable), await LookAsync(apart, there, action.ActionId, there.PoliceAcross));
            // Within the partnership no border is crossed.
            Assert.Single((await apart.Client.ListActionsAsync(new(), there.Manager.In(there))).Actions);
        }
        finally
        {
            await apart.DisposeAsync();
        }
    }

    [Fact]
    public async Task Look_WithOnePartnershipInDoubt_ShowsTheOthersAndCountsThemAlone()
    {
        var apart = new ReportingHost();
        await apart.InitializeAsync();
        try
        {
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
            apart.Clock.Pass(TimeSpan.FromSeconds(46));

            await ReportingHost.EventuallyAsync(
                async () =>
                {
                    try
                    {
                        return (await apart.Client.GetAcrossPartnershipsAsync(new(), reader)).Partnerships.Count == 1;
                    }
                    catch (RpcException)
                    {
                        // Until Partners has answered again, nothing is shown.
                        return false;
                    }
                },
                "the sure one is confirmed again");
            var view = await apart.Client.GetAcrossPartnershipsAsync(new(), reader);
            Assert.Equal(sure.TenantId, view.Partnerships.Single().PartnershipId);
            Assert.Equal((1, 1, true), (view.Totals.Actions, view.AgencyTotals.Actions, view.Updating));
            Assert.Equal(
                StatusCode.Unavailable,
                (await Refusal.OfAsync(apart.Client.ListSharedActionsAsync(new() { PartnershipId = doubtful.TenantId }, reader))).Code);
        }
        finally
        {
            await apart.DisposeAsync();
        }
    }

    /// <summary>Partnerships in the view (-1: refused), and how the list and the record are answered.</summary>
    private static async Task<(int Partnerships, StatusCode List, StatusCode Record)> LookAsync(
        ReportingHost host, TestPartnership there, string actionId, TestPerson reader)
    {
        var headers = reader.Across(host);
        var shown = -1;
        await CodeAsync(async () => shown = (await host.Client.GetAcrossPartnershipsAsync(new(), headers)).Partnerships.Count);
        var list = await CodeAsync(async () => await host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId }, headers));
        var record = await CodeAsync(async () =>
            await host.Client.GetSharedActionAsync(new() { PartnershipId = there.TenantId, ActionId = actionId }, headers));
        return (shown, list, record);
    }

    private static async Task<StatusCode> CodeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException refusal)
        {
            return refusal.StatusCode;
        }
    }
}
