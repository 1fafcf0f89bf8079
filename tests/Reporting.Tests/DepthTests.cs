using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>What lists and counts say of actions in depth: pauses, milestones, posts, joint leads, themes.</summary>
[Collection(ReportingService.Name)]
public sealed class DepthTests(ReportingHost host)
{
    private const string Noon = "2026-12-23T12:00:00Z";

    [Fact]
    public async Task Action_Paused_LeavesOverdueAtRiskAndSilenceAndStandsInItsOwnList()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var late = await here.AddAsync("late", "2026-12-01");
        await here.AddAsync("at risk", "2027-12-01", action => action.Assessment = new() { Progress = Progress.Little, DateAchievable = false });
        await here.AddAsync("on track", "2027-12-01");
        Assert.Equal(new Counts { Actions = 3, Overdue = 1, AtRisk = 1, OnTrack = 1 }, await CountsAsync(here));
        Assert.Equal(["at risk", "late", "on track"], await TitlesAsync(here, Only.WithoutUpdate));

        late.Pause = new() { Reason = "Snow.", Since = "2026-12-20", ReviewOn = "2027-02-01" };
        await here.TellAsync(late, ActionChangeKind.Paused);

        Assert.Equal(new Counts { Actions = 3, Paused = 1, AtRisk = 1, OnTrack = 1 }, await CountsAsync(here));
        Assert.Equal(["late"], await TitlesAsync(here, Only.Paused));
        Assert.Equal(["at risk", "late", "on track"], await TitlesAsync(here, Only.Open));
        Assert.Equal(["on track"], await TitlesAsync(here, Only.OnTrack));
        Assert.Equal(["at risk", "on track"], await TitlesAsync(here, Only.WithoutUpdate));
        var row = (await host.Client.ListActionsAsync(new() { Only = { Only.Paused } }, here.Manager.In(here))).Actions.Single();
        Assert.Equal((Timeliness.Paused, "2027-02-01", 0), (row.Timeliness, row.PausedUntil, row.DaysOverdue));

        late.Pause = null;
        await here.TellAsync(late, ActionChangeKind.Resumed);
        Assert.Equal(new Counts { Actions = 3, Overdue = 1, AtRisk = 1, OnTrack = 1 }, await CountsAsync(here));
    }

    [Theory]
    [InlineData("2026-12-22", Delivery.InProgress, Timeliness.AtRisk)]
    [InlineData("2026-12-23", Delivery.InProgress, Timeliness.OnTime)]
    [InlineData("2026-12-22", Delivery.AwaitingVerification, Timeliness.OnTime)]
    [InlineData("2026-12-22", Delivery.Complete, Timeliness.Finished)]
    public async Task Milestone_PastItsDate_MakesAnActionThatIsNotCompleteAtRisk(string milestone, Delivery delivery, Timeliness expected)
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.AddAsync(dueOn: "2027-12-01", with: action => (action.NextMilestoneDueOn, action.Delivery) = (milestone, delivery));

        var row = (await host.Client.ListActionsAsync(new(), here.Manager.In(here))).Actions.Single();

        Assert.Equal((expected, milestone), (row.Timeliness, row.NextMilestoneDueOn));
        Assert.Equal(expected == Timeliness.AtRisk ? 1 : 0, (await CountsAsync(here)).AtRisk);
    }

    [Fact]
    public async Task Settings_OfDueSoon_CountAndListByThePartnershipsOwnDays()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.GrantAsync(SharingLevel.Headlines);
        await here.AddAsync("in 10 days", "2027-01-02");
        await here.AddAsync("in 40 days", "2027-02-01");
        Assert.Equal(["in 10 days"], await TitlesAsync(here, Only.DueSoon));

        await here.SettingsAreAsync(dueSoonDays: 60);
        Assert.Equal(["in 10 days", "in 40 days"], await TitlesAsync(here, Only.DueSoon));
        Assert.Equal(2, (await host.Client.GetAcrossPartnershipsAsync(new(), here.PoliceAcross.Across(host))).Partnerships.Single().Counts.DueSoon);
        await here.SettingsAreAsync(dueSoonDays: 7);
        await here.AddAsync("in 6 days", "2026-12-29");
        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));
        Assert.Equal((1, 7), (overview.Counts.DueSoon, overview.DueSoonDays));
        Assert.Equal(["in 6 days"], await TitlesAsync(here, Only.DueSoon));
    }

    [Fact]
    public async Task Post_ThatOwnsAnAction_IsAnOwnerAndShowsItToWhoHoldsIt()
    {
        var here = await TestPartnership.MakeAsync(host);
        var (first, second, post) = (TestPerson.Of(here.Icb, Capacity.ActionOwner), TestPerson.Of(here.Icb, Capacity.ActionOwner), Guid.NewGuid());
        await here.RegisterAsync(first, "Ada Moss");
        await here.AddAsync("of the board", with: action => (action.Lead, action.OwnerPostId) = (new() { BodyId = here.Board }, post.ToString()));
        await here.AddAsync("of nobody", with: action => action.Lead = new() { BodyId = here.Board });
        Assert.Equal(["of nobody"], await TitlesAsync(here, Only.WithoutOwner));
        Assert.Equal(1, (await host.Client.GetOverviewAsync(new(), here.Manager.In(here))).WithoutOwner);
        Assert.Empty((await host.Client.ListActionsAsync(new(), first.In(here))).Actions);

        await here.PostIsAsync(post, first.Id);
        var row = (await host.Client.ListActionsAsync(new() { OwnerId = first.Id.ToString() }, first.In(here))).Actions.Single();
        Assert.Equal(("of the board", "Ada Moss", "DCI Public Protection"), (row.Title, row.OwnerName, row.OwnerPost));

        await here.PostIsAsync(post, second.Id);
        Assert.Empty((await host.Client.ListActionsAsync(new(), first.In(here))).Actions);
        Assert.Single((await host.Client.ListActionsAsync(new(), second.In(here))).Actions);

        await here.PostIsAsync(post, null);
        Assert.Empty((await host.Client.ListActionsAsync(new(), second.In(here))).Actions);
        Assert.Equal(["of nobody"], await TitlesAsync(here, Only.WithoutOwner));
    }

    [Fact]
    public async Task JointLeads_EachSeeTheActionAndAreCountedWithIt()
    {
        var here = await TestPartnership.MakeAsync(host);
        await here.GrantAsync(SharingLevel.OwnActions, agencyId: here.Icb);
        await here.RegisterAgencyAsync(here.Icb, "Westmarch ICB");
        await here.AddAsync("joint", "2020-01-01", action => action.JointLeads.Add(new Lead { AgencyId = here.Icb }));
        await here.AddAsync("of the police", "2020-01-01");

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));
        Assert.Equal(2, overview.Counts.Overdue);
        Assert.Equal([(here.Police, 2), (here.Icb, 1)], overview.ByAgency.OrderByDescending(lead => lead.Counts.Overdue).Select(lead => (lead.LeadId, lead.Counts.Overdue)));
        var ofIcb = await host.Client.ListActionsAsync(new() { LeadId = here.Icb }, here.Manager.In(here));
        Assert.Equal(["Westmarch ICB"], ofIcb.Actions.Single().JointLeadNames);
        Assert.Single((await host.Client.ListActionsAsync(new(), TestPerson.Of(here.Icb, Capacity.AgencyLead).In(here))).Actions);
        var across = await host.Client.GetAcrossPartnershipsAsync(new(), TestPerson.Of(here.Icb, Capacity.CrossPartnershipLead).Across(host));
        Assert.Equal(1, across.AgencyTotals.Overdue);
    }

    [Fact]
    public async Task Theme_Chosen_NarrowsTheListAndShowsToWhoWorksUnderIt()
    {
        var here = await TestPartnership.MakeAsync(host);
        var (theme, cause) = (Guid.NewGuid(), Guid.NewGuid());
        await here.ThemeIsAsync(theme, "Pathways");
        var action = await here.AddAsync("under it", with: action => action.ThemeId = theme.ToString());
        await here.AddAsync("beside it");
        await here.CauseIsAsync(cause, "No procedures");
        Assert.Equal(
            "under it", (await host.Client.ListActionsAsync(new() { ThemeId = theme.ToString() }, here.Manager.In(here))).Actions.Single().Title);
        Assert.Equal([here.Police], await SharedWithAsync(theme));
        Assert.Empty(await SharedWithAsync(cause));

        (action.Lead, action.ThemeId, action.SharedCauseId) = (new() { AgencyId = here.Icb }, "", cause.ToString());
        await here.TellAsync(action);
        Assert.Empty(await SharedWithAsync(theme));
        Assert.Equal([here.Icb], await SharedWithAsync(cause));

        action.WithdrawnBecause = "Twice the same.";
        await here.TellAsync(action, ActionChangeKind.Withdrawn);
        Assert.Empty(await SharedWithAsync(cause));

        async Task<string[]> SharedWithAsync(Guid part) => (await host.Database.QueryAsync<string[]>(
            "select agency_ids from record where tenant_id = @TenantId and id = @part", new { here.TenantId, part })).Single();
    }

    private async Task<Counts> CountsAsync(TestPartnership here) => (await host.Client.GetOverviewAsync(new(), here.Manager.In(here))).Counts;

    private async Task<string[]> TitlesAsync(TestPartnership here, Only only) =>
        [.. (await host.Client.ListActionsAsync(new() { Only = { only } }, here.Manager.In(here))).Actions.Select(row => row.Title).Order(StringComparer.Ordinal)];
}
