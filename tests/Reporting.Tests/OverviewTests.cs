using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>How one partnership's plan stands.</summary>
[Collection(ReportingService.Name)]
public sealed class OverviewTests(ReportingHost host)
{
    private const string Noon = "2026-12-23T12:00:00Z";

    [Fact]
    public async Task GetOverview_ActionsOfEveryKind_CountsEachOnce()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.AddAsync(dueOn: "2026-12-01", with: action => action.Delivery = Delivery.Complete);
        await here.AddAsync(dueOn: "2026-12-01", with: action => action.Delivery = Delivery.AwaitingVerification);
        await here.AddAsync(dueOn: "2026-12-22");
        await here.AddAsync(dueOn: "2026-12-21", with: action => action.Delivery = Delivery.Returned);
        await here.AddAsync(dueOn: "2027-01-20", with: NotAchievable);
        await here.AddAsync(dueOn: "2026-12-23");
        await here.AddAsync(dueOn: "2027-01-20");
        await here.AddAsync(dueOn: "2027-01-21");
        await here.AddAsync(dueOn: "", with: action => action.NextReviewOn = "2026-12-01");
        await here.AddAsync(dueOn: "2026-12-01", with: action => action.Delivery = Delivery.ClosedWithoutCompletion);

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal(
            new Counts
            {
                Actions = 10, Complete = 1, AwaitingVerification = 1, Overdue = 2, AtRisk = 1, OnTrack = 4, ClosedWithoutCompletion = 1,
                // Due today, in 28 days, and the one in 28 days that is at risk.
                DueSoon = 3,
            },
            overview.Counts);
        Assert.Equal(
            [
                (StatusCase.InProgress, 1), (StatusCase.DueSoon, 2), (StatusCase.AtRisk, 1), (StatusCase.Overdue, 2), (StatusCase.Ongoing, 1),
                (StatusCase.AwaitingVerification, 1), (StatusCase.Complete, 1), (StatusCase.ClosedWithoutCompletion, 1),
            ],
            overview.StatusCases.Select(counted => (counted.Case, counted.Actions)));
        Assert.Equal(here.TenantId, overview.PartnershipId);
        var noon = new DateTimeOffset(2026, 12, 23, 12, 0, 0, TimeSpan.Zero);
        Assert.InRange(overview.PositionAt.ToDateTimeOffset(), noon, noon.AddMinutes(10));
    }

    [Fact]
    public async Task GetOverview_OfTheManager_SaysWhoOwesWhatSinceWhenAndRemindedWhen()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var action = await here.AddAsync(dueOn: "2026-12-20");
        await here.DateIsAskedForAsync(action, here.Officer);
        await here.StatementIsAsync();
        var reminded = new DateTimeOffset(2026, 12, 22, 9, 0, 0, TimeSpan.Zero);
        await here.ReturnIsAsync(here.Icb, ReturnState.Asked, "2027-01-10", with: asked => asked.AskedOn = "2026-12-01");
        await here.ReturnIsAsync(here.Police, ReturnState.SentBack, "2026-12-19", with: asked =>
            (asked.AskedOn, asked.Reminders, asked.RemindedAt) = ("2026-12-02", 2, Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(reminded)));
        await here.ReturnIsAsync(here.Council, ReturnState.Returned);

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal(
            [(WorkKind.AgencyReturn, here.Police, "2026-12-02", 4, 2), (WorkKind.AgencyReturn, here.Icb, "2026-12-01", 0, 0), (WorkKind.DateRequest, here.Police, overview.Owed[2].Since, 3, 0)],
            overview.Owed.Select(owed => (owed.Kind, owed.ById, owed.Since, owed.DaysOverdue, owed.Reminders)));
        Assert.Equal((3, reminded, action.ActionId), (overview.OwedTotal, overview.Owed[0].RemindedAt.ToDateTimeOffset(), overview.Owed[2].ActionId));
        Assert.Equal(1, overview.ChangedLately);
        foreach (var other in new[] { here.Officer, TestPerson.Of(here.Council, Capacity.PartnershipChair) })
        {
            Assert.Empty((await host.Client.GetOverviewAsync(new(), other.In(here))).Owed);
        }
    }

    [Fact]
    public async Task GetOverview_Owed_BeforePublicationIsForTheNamedReadersAndNothingOnceItIsSent()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host, InspectionPhase.Fieldwork);
        await here.InspectionIsAsync(InspectionPhase.Fieldwork, [here.Manager]);
        await here.StatementIsAsync();
        await here.ReturnIsAsync(here.Police, ReturnState.Asked);
        Assert.Single((await host.Client.GetOverviewAsync(new(), here.Manager.In(here))).Owed);
        Assert.Empty((await host.Client.GetOverviewAsync(new(), here.OtherManager.In(here))).Owed);
        await here.StatementIsAsync(statement => statement.State = StatementState.Sent);
        Assert.Empty((await host.Client.GetOverviewAsync(new(), here.Manager.In(here))).Owed);
    }

    [Fact]
    public async Task GetOverview_Exceptions_AreTheLatestFirstThenThoseAtRiskAndTenAtMost()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.AddAsync("at risk, ongoing", "", NotAchievable);
        await here.AddAsync("at risk, later", "2027-06-01", NotAchievable);
        await here.AddAsync("at risk, sooner", "2027-01-01", NotAchievable);
        await here.AddAsync("10 days late", "2026-12-13", NotAchievable);
        await here.AddAsync("41 days late", "2026-11-12");
        await here.AddAsync("on track", "2027-01-01");

        var first = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));
        for (var number = 0; number < 9; number++)
        {
            await here.AddAsync("1 day late", "2026-12-22");
        }

        var then = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal(
            [("41 days late", 41), ("10 days late", 10), ("at risk, sooner", 0), ("at risk, later", 0), ("at risk, ongoing", 0)],
            first.Exceptions.Select(row => (row.Title, row.DaysOverdue)));
        Assert.Equal(
            ["41 days late", "10 days late", .. Enumerable.Repeat("1 day late", 8)],
            then.Exceptions.Select(row => row.Title));
    }

    [Fact]
    public async Task GetOverview_ByLead_NamesAgenciesAndBodiesAndAddsUp()
    {
        var here = await TestPartnership.MakeAsync(host);
        await here.RegisterAgencyAsync(here.Police, "Westmarch Police");
        await here.RegisterAgencyAsync(here.Icb, "Westmarch ICB");
        await here.RegisterBodyAsync(here.Board, "Haskermoor Board");
        await here.AddAsync(dueOn: "2020-01-01");
        await here.AddAsync(with: action => action.SupportingAgencyIds.Add(here.Icb));
        await here.AddAsync(with: action => action.Lead = new() { BodyId = here.Board });
        await here.AddAsync(with: action => action.Lead = new() { AgencyId = here.Icb });
        await here.AddAsync(with: action => action.Lead = new() { AgencyId = "zeta" });

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal(
            [
                (here.Board, "Haskermoor Board", 1, 0), (here.Icb, "Westmarch ICB", 1, 0), (here.Police, "Westmarch Police", 2, 1),
                ("zeta", "zeta", 1, 0),
            ],
            overview.ByAgency.Select(lead => (lead.LeadId, lead.LeadName, lead.Counts.Actions, lead.Counts.Overdue)));
        Assert.Equal(5, overview.Counts.Actions);
    }

    [Fact]
    public async Task GetOverview_LatestChanges_AreNewestFirstAndSayWhatHappenedAndWhoDidIt()
    {
        var here = await TestPartnership.MakeAsync(host);
        await here.RegisterAsync(here.Manager, "Ada Moss");
        var described = await here.AddAsync("described");
        var moved = await here.AddAsync("moved");
        var progressed = await here.AddAsync("progressed");
        await here.AddAsync("added");
        described.Description = "Anew.";
        await here.TellAsync(described);
        (moved.DueOn, moved.DateChanges) = ("2099-06-30", 1);
        await here.TellAsync(moved, ActionChangeKind.DueDateMoved);
        await here.ProgressAsync(progressed);

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal(
            [
                ("progressed", ActionChangeKind.ProgressRecorded, "Ada Moss"), ("moved", ActionChangeKind.DueDateMoved, "Ada Moss"),
                ("described", ActionChangeKind.DescribedAnew, "Ada Moss"), ("added", ActionChangeKind.Added, "Ada Moss"),
            ],
            overview.LatestChanges.Select(change => (change.Title, change.Kind, change.By)));
    }

    [Theory]
    // After Wednesday 23 December: 24, 29, 30 and 31; Christmas Day, Boxing Day's substitute and a weekend lie between.
    [InlineData("2026-12-31", "2026-12-31", 4)]
    [InlineData("2026-12-24", "2026-12-24", 1)]
    [InlineData("2026-12-23", "2026-12-23", 0)]
    [InlineData("2026-12-22", "2026-12-22", -1)]
    [InlineData("", "", 0)]
    public async Task GetOverview_StatementDue_IsInWorkingDays(string due, string shown, int workingDays)
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host, statementDueOn: due);
        await here.InspectionIsAsync(InspectionPhase.Notified, statementDueOn: "2026-12-24", inspectionId: Guid.NewGuid());

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal((shown, workingDays), (overview.StatementDueOn, overview.StatementDueInWorkingDays));
    }

    [Fact]
    public async Task GetOverview_StatementsUnsent_AreTheOldestFirstAndThoseSentAreNot()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host, statementDueOn: "2026-12-10");
        await here.GrantAsync(SharingLevel.Headlines);
        var (passed, coming) = (Guid.NewGuid(), Guid.NewGuid());
        await here.InspectionIsAsync(InspectionPhase.Published, statementDueOn: "2018-06-28", inspectionId: passed);
        await here.InspectionIsAsync(InspectionPhase.Published, statementDueOn: "2027-01-20", inspectionId: coming);
        await here.InspectionIsAsync(InspectionPhase.Notified, statementDueOn: "2017-01-20", inspectionId: Guid.NewGuid());

        var (own, across) = await StatementsAsync(here);
        await here.PlanIsAsync(passed, "2018-07-02", 1);
        var (then, thenAcross) = await StatementsAsync(here);
        await here.PlanIsAsync(here.InspectionId, "2026-12-08", 1);
        await here.PlanIsAsync(coming, "2026-12-23", 1);
        var (last, lastAcross) = await StatementsAsync(here);

        Assert.Equal(("2018-06-28", "", "2018-06-28 2026-12-10"), own);
        Assert.Equal(("2026-12-10", "", "2026-12-10"), then);
        Assert.Equal(("2027-01-20", "2026-12-23", ""), last);
        Assert.Equal((own, then, last), (across, thenAcross, lastAcross));
    }

    [Fact]
    public async Task GetOverview_DateMovedBeforeALaterUpdate_ShowsBothAndNothingTwice()
    {
        var here = await TestPartnership.MakeAsync(host);
        await here.RegisterAsync(here.Manager, "Ada Moss");
        var action = await here.AddAsync();
        (action.DateMovedAt, action.DateMovedBy) = (Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-1)), here.Manager.Id.ToString());
        await here.TellAsync(action, ActionChangeKind.DueDateMoved);
        var moved = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));
        await here.ProgressAsync(action);

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal([ActionChangeKind.DueDateMoved], moved.LatestChanges.Select(change => change.Kind));
        Assert.Equal(
            [(ActionChangeKind.ProgressRecorded, "Ada Moss"), (ActionChangeKind.DueDateMoved, "Ada Moss")],
            overview.LatestChanges.Select(change => (change.Kind, change.By)));
    }

    [Fact]
    public async Task Action_Withdrawn_LeavesCountsListsAndWhatIsShared()
    {
        var here = await TestPartnership.MakeAsync(host);
        await here.GrantAsync(SharingLevel.Plan);
        var action = await here.AddAsync();
        await here.AddAsync("kept");
        await here.ProgressAsync(action);

        action.WithdrawnBecause = "Entered twice.";
        await here.TellAsync(action, ActionChangeKind.Withdrawn);

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));
        var shared = await host.Client.ListSharedActionsAsync(new() { PartnershipId = here.TenantId }, here.PoliceAcross.Across(host));
        Assert.Equal((1, "kept"), (overview.Counts.Actions, Assert.Single(overview.LatestChanges).Title));
        Assert.Equal(["kept"], (await host.Client.ListActionsAsync(new(), here.Manager.In(here))).Actions.Select(row => row.Title));
        Assert.Equal(["kept"], shared.Actions.Select(row => row.Title));
        await Refusal.OfAsync(Grpc.Core.StatusCode.NotFound, host.Client.GetSharedActionAsync(
            new() { PartnershipId = here.TenantId, ActionId = action.ActionId }, here.PoliceAcross.Across(host)));
    }

    [Fact]
    public async Task Inspection_Withdrawn_IsDueNoStatement()
    {
        var here = await TestPartnership.MakeAsync(host, statementDueOn: "2018-06-28");

        await here.Host.Inspections.PublishAsync(here.TenantId, here.InspectionId.ToString(), 2, new InspectionChanged
        {
            Inspection = new()
            {
                InspectionId = here.InspectionId.ToString(), Phase = InspectionPhase.Published, StatementDueOn = "2018-06-28",
                WithdrawnBecause = "Recorded twice.", Version = 2,
            },
        });

        Assert.Equal("", (await host.Client.GetOverviewAsync(new(), here.Manager.In(here))).StatementDueOn);
    }

    private async Task<((string Due, string Sent, string Overdue) Own, (string Due, string Sent, string Overdue) Across)> StatementsAsync(TestPartnership here)
    {
        var own = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));
        var across = (await host.Client.GetAcrossPartnershipsAsync(new(), here.PoliceAcross.Across(host))).Partnerships.Single();
        return (
            (own.StatementDueOn, own.StatementSentOn, string.Join(' ', own.StatementsOverdue)),
            (across.StatementDueOn, across.StatementSentOn, string.Join(' ', across.StatementsOverdue)));
    }

    [Fact]
    public async Task GetOverview_WithoutAnything_IsEmpty()
    {
        var here = await TestPartnership.MakeAsync(host);
        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));
        Assert.Equal(new Counts(), overview.Counts);
        Assert.Empty(overview.ByAgency);
        Assert.Empty(overview.Exceptions);
        Assert.Empty(overview.LatestChanges);
    }

    private static void NotAchievable(Actions.V1.Action action) =>
        action.Assessment = new() { Progress = Progress.Little, DateAchievable = false, Reason = "Vacancies." };
}
