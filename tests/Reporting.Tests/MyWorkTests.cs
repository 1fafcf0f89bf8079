using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Whose turn it is: what is to do, what waits on others, what is done.</summary>
[Collection(ReportingService.Name)]
public sealed class MyWorkTests(ReportingHost host)
{
    private const string Noon = "2026-12-23T12:00:00Z";

    [Fact]
    public async Task Owner_Asking_HasTheirOpenActionsDueFirstAndWhy()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var (owner, post) = (here.Officer, Guid.NewGuid());
        await here.PostIsAsync(post, owner.Id);
        await OwnedAsync("due soon", "2027-01-10");
        await OwnedAsync("late", "2026-12-01");
        await here.AddAsync("of my post", "2027-12-01", action => action.OwnerPostId = post.ToString());
        await OwnedAsync("done", "2026-12-01", action => action.Delivery = Delivery.Complete);
        await OwnedAsync("checked by another", "2026-12-01", action => action.Delivery = Delivery.AwaitingVerification);
        await OwnedAsync("paused", "2026-12-01", action => action.Pause = new() { Reason = "Snow.", Since = "2026-12-01", ReviewOn = "2027-02-01" });
        await here.AddAsync("of another", "2026-12-01");

        var work = await WorkAsync(here, owner);

        Assert.Equal(["late", "due soon", "of my post"], work.Items.Select(item => item.Called));
        Assert.Equal([WorkReason.Overdue, WorkReason.WithoutUpdate, WorkReason.YouOwnIt], work.Items[0].Because);
        Assert.Equal((22, WorkKind.Action, here.TenantId, here.Name), (work.Items[0].DaysOverdue, work.Items[0].Kind, work.Items[0].PartnershipId, work.Items[0].PartnershipName));

        Task OwnedAsync(string title, string dueOn, Action<Jtai.Actions.V1.Action>? with = null) => here.AddAsync(title, dueOn, action =>
        {
            action.OwnerId = owner.Id.ToString();
            with?.Invoke(action);
        });
    }

    [Fact]
    public async Task Deputy_OfAnOwner_HasWhatWaitsForTheOwnerAndForWhom()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.RegisterAsync(here.Officer, "Jane Roe");
        var deputy = TestPerson.Of(here.Police, Capacity.ActionOwner) with { DeputyFor = here.Officer };
        // A body leads it, and so the reader's agency alone would not show it.
        var theirs = await here.AddAsync("theirs", "2026-12-01", action =>
        {
            (action.Lead, action.OwnerId) = (new() { BodyId = here.Board }, here.Officer.Id.ToString());
            action.SupportingAgencyIds.Clear();
        });
        await here.MilestoneIsAsync(theirs, "late", "2026-12-20");
        await here.AddAsync("mine", "2027-01-10", action => action.OwnerId = deputy.Id.ToString());

        var work = await WorkAsync(here, deputy);

        Assert.Equal(
            [("theirs", "Jane Roe"), ("late", "Jane Roe"), ("mine", "")], work.Items.Select(item => (item.Called, item.DeputyFor)));
        Assert.Contains(WorkReason.YouOwnIt, work.Items[0].Because);
        Assert.Equal(["mine"], (await WorkAsync(here, deputy with { DeputyFor = null })).Items.Select(item => item.Called));
        Assert.Empty((await WorkAsync(here, TestPerson.Of(here.Police, Capacity.Verifier) with { DeputyFor = here.Officer })).Items);
    }

    [Fact]
    public async Task Deputy_OfAnAgencyLead_HasWhatAsksForTheLeadAndForWhom()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.RegisterAsync(here.Officer, "Jane Roe");
        await here.AddAsync("late", "2026-12-01", action => action.OwnerId = Guid.NewGuid().ToString());
        var deputy = TestPerson.Of(here.Police, Capacity.AgencyLead) with { DeputyFor = here.Officer };

        var item = Assert.Single((await WorkAsync(here, deputy)).Items);

        Assert.Equal(("late", "Jane Roe"), (item.Called, item.DeputyFor));
    }

    [Fact]
    public async Task AgencyLead_Asking_HasWhatAsksForThemAmongWhatTheAgencyLeads()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var (lead, owner) = (TestPerson.Of(here.Police, Capacity.AgencyLead), Guid.NewGuid().ToString());
        var calm = await here.AddAsync("calm", with: action => action.OwnerId = owner);
        await here.ProgressAsync(calm);
        // The report is of the real day, which the test's clock is not far from.
        await here.AddAsync("late", "2026-12-01", action => action.OwnerId = owner);
        await here.AddAsync("nobody's", with: action => action.LastUpdate = calm.LastUpdate);
        await here.AddAsync("of the ICB", "2026-12-01", action =>
        {
            action.Lead = new() { AgencyId = here.Icb };
            action.SupportingAgencyIds.Add(here.Police);
        });

        var work = await WorkAsync(here, lead);

        Assert.Equal(["late", "nobody's"], work.Items.Select(item => item.Called));
        Assert.Equal([WorkReason.WithoutOwner, WorkReason.YourAgencyLeadsIt], work.Items[1].Because);
        Assert.Empty((await WorkAsync(here, TestPerson.Of(here.Police, Capacity.Contributor))).Items);
    }

    [Fact]
    public async Task Milestone_DueOrPast_IsItsActionsOwnersToDo()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var action = await here.AddAsync(with: action => action.OwnerId = here.Officer.Id.ToString());
        await here.MilestoneIsAsync(action, "late", "2026-12-20");
        await here.MilestoneIsAsync(action, "soon", "2027-01-20");
        await here.MilestoneIsAsync(action, "far", "2027-01-21");
        await here.MilestoneIsAsync(action, "done", "2026-12-20", "2026-12-19");

        var items = (await WorkAsync(here, here.Officer)).Items.Where(item => item.Kind == WorkKind.Milestone).ToArray();

        Assert.Equal([("late", WorkReason.Overdue, action.ActionId), ("soon", WorkReason.DueSoon, action.ActionId)], items.Select(item => (item.Called, item.Because[0], item.ActionId)));
        Assert.Empty((await WorkAsync(here, TestPerson.Of(here.Police, Capacity.ActionOwner))).Items);
    }

    [Fact]
    public async Task Statement_BeingPrepared_GivesEachTheirPart()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.SafeguardingPartnersAreKnownAsync();
        await here.RegisterAgencyAsync(here.Police, "Westmarch Police");
        var (author, agencyLead) = (TestPerson.Of(here.Police, Capacity.ActionOwner), TestPerson.Of(here.Police, Capacity.AgencyLead));
        var (chief, delegated) = (TestPerson.Of(here.Police, Capacity.LeadSafeguardingPartner), TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner));
        var (section, asked) = (Guid.NewGuid(), Guid.NewGuid());
        await here.StatementIsAsync(statement =>
        {
            statement.Drafts = 1;
            statement.Clearances.AddRange([new() { Name = "Monitoring officer" }, new() { Name = "Portfolio holder", GivenOn = "2026-12-01" }]);
        });
        await here.ReturnIsAsync(here.Police, ReturnState.Asked, "2026-12-20", asked);
        await here.SectionIsAsync(section, here.Police, author.Id);
        await here.CommentAsync(section, here.Manager);
        await here.CommentAsync(null, delegated);

        Assert.Equal([WorkKind.Section, WorkKind.Comment], (await WorkAsync(here, author)).Items.Select(item => item.Kind).Order());
        Assert.Equal([WorkReason.Overdue, WorkReason.AskedOfYourAgency], (await WorkAsync(here, agencyLead)).Items.Single().Because);
        Assert.Equal((asked.ToString(), here.InspectionId.ToString(), 3), Link((await WorkAsync(here, agencyLead)).Items.Single()));
        Assert.Equal(WorkReason.ToSignOff, (await WorkAsync(here, chief)).Items.Single().Because.Single());
        // The rule asks for the leads.
        Assert.Empty((await WorkAsync(here, delegated)).Items);
        Assert.Equal(
            [("Monitoring officer", WorkReason.ClearancesOpen), ("", WorkReason.ToAnswer)],
            (await WorkAsync(here, here.Manager)).Items.OrderBy(item => item.Called.Length == 0).Select(item => (item.Called, item.Because[0])));
        Assert.Equal(
            [WorkKind.AgencyReturn, WorkKind.Section, WorkKind.Comment, WorkKind.SignOff, WorkKind.SignOff, WorkKind.SignOff],
            (await WorkAsync(here, here.Manager, WorkList.WaitingOnOthers)).Items.Select(item => item.Kind).Order());
        Assert.Equal(WorkKind.Comment, (await WorkAsync(here, delegated, WorkList.WaitingOnOthers)).Items.Single().Kind);

        await here.ReturnIsAsync(here.Police, ReturnState.Returned, id: asked);
        await here.SectionIsAsync(section, here.Police, author.Id, author.Id);
        await here.SignOffAsync(here.Police, "aa");
        Assert.Empty((await WorkAsync(here, agencyLead)).Items);
        Assert.Empty((await WorkAsync(here, chief)).Items);
        Assert.Equal([WorkKind.Comment], (await WorkAsync(here, author)).Items.Select(item => item.Kind));
        Assert.Contains((await WorkAsync(here, here.Manager)).Items, item => item.Because[0] == WorkReason.ToAccept && item.Called == "Westmarch Police");
        Assert.Equal(WorkKind.Section, (await WorkAsync(here, author, WorkList.Done)).Items.Single().Kind);
        Assert.Equal(WorkKind.Comment, (await WorkAsync(here, delegated, WorkList.Done)).Items.Single().Kind);

        // Once it is sent, only what failed is to do.
        await here.StatementIsAsync(statement => statement.State = StatementState.Sent);
        await here.SendingIsAsync(SendingState.Failed);
        Assert.Equal(WorkReason.SendingFailed, (await WorkAsync(here, here.Manager)).Items.Single().Because.Single());
        Assert.Empty((await WorkAsync(here, author)).Items);
        Assert.Empty((await WorkAsync(here, here.Manager, WorkList.WaitingOnOthers)).Items);

        static (string, string, int) Link(WorkItem item) => (item.RecordId, item.StatementId, item.DaysOverdue);
    }

    [Fact]
    public async Task DateRequest_Waiting_IsTheManagersToDecideAndItsAskersToWaitFor()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.RegisterAsync(here.Officer, "Ada Moss");
        var action = await here.AddAsync("Agree one pathway", with: action => (action.OwnerId, action.LastUpdate) = (Guid.NewGuid().ToString(), null));
        await here.DateIsAskedForAsync(action, here.Officer);

        var item = (await WorkAsync(here, here.Manager)).Items.Single();
        Assert.Equal((WorkReason.ToDecide, "Ada Moss", action.Reference, action.ActionId), (item.Because.Single(), item.By, item.Reference, item.ActionId));
        Assert.Equal(WorkKind.DateRequest, (await WorkAsync(here, here.Officer, WorkList.WaitingOnOthers)).Items.Single().Kind);
        Assert.Empty((await WorkAsync(here, here.Manager, WorkList.WaitingOnOthers)).Items);
    }

    [Fact]
    public async Task Pause_WhoseReviewHasCome_IsTheManagersAndTheOwners()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.AddAsync("review", "2026-12-01", action => (action.OwnerId, action.Pause) = (here.Officer.Id.ToString(), new() { ReviewOn = "2026-12-23" }));
        await here.AddAsync("later", "2026-12-01", action => (action.OwnerId, action.Pause) = (here.Officer.Id.ToString(), new() { ReviewOn = "2026-12-24" }));
        foreach (var person in (TestPerson[])[here.Manager, here.Officer])
        {
            var item = (await WorkAsync(here, person)).Items.Single();
            Assert.Equal(("review", WorkReason.PauseToReview, "2026-12-23"), (item.Called, item.Because[0], item.DueOn));
        }
    }

    [Fact]
    public async Task Work_BeforePublication_IsForTheNamedReadersAlone()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host, InspectionPhase.Fieldwork);
        var (named, unnamed) = (TestPerson.Of(here.Police, Capacity.AgencyLead), TestPerson.Of(here.Police, Capacity.AgencyLead));
        await here.InspectionIsAsync(InspectionPhase.Fieldwork, [named]);
        await here.AddAsync("late", "2026-12-01");
        await here.StatementIsAsync();
        await here.ReturnIsAsync(here.Police, ReturnState.Asked);

        Assert.Equal(2, (await WorkAsync(here, named)).Total);
        Assert.Equal(0, (await WorkAsync(here, unnamed)).Total);
        Assert.Equal(0, (await WorkAsync(here, here.OtherManager, WorkList.WaitingOnOthers)).Total);
    }

    [Theory]
    [InlineData(SharingLevel.Headlines, "")]
    [InlineData(SharingLevel.OwnActions, "Action AgencyReturn")]
    [InlineData(SharingLevel.Plan, "Action AgencyReturn SignOff")]
    public async Task WorkAcross_ByLevel_ShowsWhatIsAskedOfTheAgency(SharingLevel level, string expected)
    {
        using var day = host.Clock.At(Noon);
        var there = await TestPartnership.MakeAsync(host);
        await there.SafeguardingPartnersAreKnownAsync();
        await there.GrantAsync(level);
        await there.AddAsync("ours", "2026-12-01");
        await there.AddAsync("theirs", "2026-12-01", action => action.Lead = new() { AgencyId = there.Icb });
        await there.StatementIsAsync(statement => statement.Drafts = 1);
        await there.ReturnIsAsync(there.Police, ReturnState.Asked);
        await there.ReturnIsAsync(there.Icb, ReturnState.Asked);
        var reader = there.PoliceAcross;

        var work = await host.Client.GetMyWorkAcrossAsync(new(), reader.Across(host));

        Assert.Equal(expected, string.Join(' ', work.Items.Select(item => item.Kind).Order()));
        Assert.Equal(
            level == SharingLevel.Headlines ? 0 : 1,
            (await host.Database.QueryAsync<int>(
                "select count(*)::int from access_record where tenant_id = @TenantId and person_id = @Id and looked_at = 'My work'",
                new { there.TenantId, reader.Id })).Single());
    }

    [Fact]
    public async Task WorkAcross_OfAWeek_IsWhatIsDueInItOrOverdue()
    {
        using var day = host.Clock.At(Noon);
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.OwnActions);
        await there.AddAsync("late", "2026-12-01");
        await there.AddAsync("without an owner, far off", "2027-12-01");
        await there.StatementIsAsync();
        await there.ReturnIsAsync(there.Police, ReturnState.Asked, "2026-12-30");
        await there.ReturnIsAsync(there.Police, ReturnState.Asked, "2026-12-31");

        var week = await host.Client.GetMyWorkAcrossAsync(new() { DueWithinDays = 7 }, there.PoliceAcross.Across(host));

        Assert.Equal(["2026-12-01", "2026-12-30"], week.Items.Select(item => item.DueOn));
        Assert.Equal((2, 4), (week.Total, (await host.Client.GetMyWorkAcrossAsync(new(), there.PoliceAcross.Across(host))).Total));
        Assert.Empty(week.OverdueByOwner);
        foreach (var days in new[] { -1, 366 })
        {
            await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.GetMyWorkAcrossAsync(new() { DueWithinDays = days }, there.PoliceAcross.Across(host)));
        }
    }

    [Fact]
    public async Task WorkAcross_WithOwners_CountsOursOverdueByOwnerWhereItIsShared()
    {
        using var day = host.Clock.At(Noon);
        var (there, headlines) = (await TestPartnership.MakeAsync(host), await TestPartnership.MakeAsync(host));
        await there.GrantAsync(SharingLevel.Plan);
        await headlines.GrantAsync(SharingLevel.Headlines);
        var (owner, post) = (Guid.NewGuid().ToString(), Guid.NewGuid());
        await there.PostIsAsync(post, null);
        await there.AddAsync("late", "2026-12-13", action => action.OwnerId = owner);
        await there.AddAsync("later", "2026-12-22", action => action.OwnerId = owner);
        await there.AddAsync("of a post", "2026-12-22", action => action.OwnerPostId = post.ToString());
        await there.AddAsync("in time", "2099-12-22", action => action.OwnerId = owner);
        await there.AddAsync("theirs", "2026-12-01", action => (action.Lead, action.OwnerId) = (new() { AgencyId = there.Icb }, owner));
        await headlines.AddAsync("late", "2026-12-13", action => action.OwnerId = owner);

        var owners = (await host.Client.GetMyWorkAcrossAsync(new() { WithOwners = true }, there.PoliceAcross.Across(host))).OverdueByOwner;

        Assert.Equal(
            [(owner, "", 2, 10), ("", "DCI Public Protection", 1, 1)],
            owners.Select(one => (one.OwnerId, one.OwnerPost, one.Overdue, one.LongestDays)));
        Assert.All(owners, one => Assert.Equal([there.TenantId], one.PartnershipIds));
    }

    [Fact]
    public async Task Work_InPages_IsBoundedAndSaysHowManyThereAre()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        for (var number = 1; number <= 5; number++)
        {
            await here.AddAsync($"{number}", $"2026-12-0{number}", action => action.OwnerId = here.Officer.Id.ToString());
        }

        var second = await host.Client.GetMyWorkAsync(new() { Page = 2, PageSize = 2 }, here.Officer.In(here));
        Assert.Equal((5, "3 4"), (second.Total, string.Join(' ', second.Items.Select(item => item.Called))));
        Assert.Equal(5, (await host.Client.GetMyWorkAsync(new() { Page = 9, PageSize = 2 }, here.Officer.In(here))).Total);
        await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.GetMyWorkAsync(new() { PageSize = 101 }, here.Officer.In(here)));
        await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.GetMyWorkAsync(new() { List = (WorkList)9 }, here.Officer.In(here)));
    }

    private async Task<MyWork> WorkAsync(TestPartnership here, TestPerson person, WorkList list = WorkList.ToDo) =>
        await host.Client.GetMyWorkAsync(new() { List = list }, person.In(here));
}
