using System.Diagnostics;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;
using ListActionsRequest = Jtai.Reporting.V1.ListActionsRequest;

namespace Jtai.Reporting.Tests;

/// <summary>The actions list: filters combine, sorted on the server, page by page, not older than what its reader wrote.</summary>
[Collection(ReportingService.Name)]
public sealed class ListActionsTests(ReportingHost host)
{
    private static readonly Guid Owner = Guid.NewGuid();
    private static readonly Guid Finding = Guid.NewGuid();

    public static TheoryData<string, ListActionsRequest, string> Filters => new()
    {
        { "nothing", new(), "1 2 3 4 5" },
        { "lead", new() { LeadId = "{icb}" }, "2 4" },
        { "delivery", new() { Delivery = Delivery.NotStarted }, "3 4" },
        { "timeliness", new() { Timeliness = Timeliness.Overdue }, "1 2 4" },
        { "due soon", new() { Timeliness = Timeliness.DueSoon }, "3" },
        { "finished", new() { Timeliness = Timeliness.Finished }, "5" },
        { "cases of a scale", new() { StatusCases = { StatusCase.DueSoon, StatusCase.Complete } }, "3 5" },
        { "a case that none is in", new() { StatusCases = { StatusCase.Embedded } }, "" },
        { "finding", new() { FindingId = Finding.ToString() }, "1 4" },
        { "owner", new() { OwnerId = Owner.ToString() }, "2 4" },
        { "words of the title", new() { Words = " PATHWAY " }, "1 4" },
        { "words of the description", new() { Words = "sooner" }, "2" },
        { "words of the reference", new() { Words = "a003" }, "3" },
        { "words that look like a pattern", new() { Words = "%" }, "" },
        { "words with a quote", new() { Words = "'; drop table plan_action; --" }, "" },
        {
            "all together",
            new()
            {
                LeadId = "{icb}", Delivery = Delivery.NotStarted, Timeliness = Timeliness.Overdue, FindingId = Finding.ToString(),
                OwnerId = Owner.ToString(), Words = "pathway",
            },
            "4"
        },
        { "all but one", new() { LeadId = "{police}", Timeliness = Timeliness.Overdue, OwnerId = Owner.ToString() }, "" },
        { "sorted by due date", new() { Sort = ActionSort.ByDueDate }, "4 2 1 3 5" },
        { "sorted by last update", new() { Sort = ActionSort.ByLastUpdate }, "1 3 5 4 2" },
        { "sorted by lead", new() { Sort = ActionSort.ByLead }, "2 4 1 3 5" },
        { "filtered and sorted", new() { Sort = ActionSort.ByDueDate, Timeliness = Timeliness.Overdue }, "4 2 1" },
        { "filtered, sorted, second page", new() { Sort = ActionSort.ByDueDate, Timeliness = Timeliness.Overdue, PageSize = 2, Page = 2 }, "1" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task ListActions_Filtered_GivesExactlyThose(string what, ListActionsRequest request, string expected)
    {
        using var day = host.Clock.At("2026-12-23T12:00:00Z");
        var here = await TestPartnership.MakeAsync(host);
        await here.AddAsync("A pathway", "2026-12-20", action => action.FindingIds.Add(Finding.ToString()));
        var second = await here.AddAsync("Training", "2026-12-10", OfTheIcb);
        second.Description = "Children are seen sooner.";
        await here.AddAsync("Audit", "2027-01-10", action => action.Delivery = Delivery.NotStarted);
        var fourth = await here.AddAsync("The pathway", "2026-12-01", action =>
        {
            OfTheIcb(action);
            action.Delivery = Delivery.NotStarted;
            action.FindingIds.Add(Finding.ToString());
        });
        await here.AddAsync("Done", "", action => (action.NextReviewOn, action.Delivery) = ("2027-02-01", Delivery.Complete));
        await here.ProgressAsync(fourth);
        await here.ProgressAsync(second);
        request = request.Clone();
        request.LeadId = request.LeadId.Replace("{icb}", here.Icb, StringComparison.Ordinal).Replace("{police}", here.Police, StringComparison.Ordinal);

        var reply = await host.Client.ListActionsAsync(request, here.Manager.In(here));

        Assert.Equal((what, expected), (what, string.Join(' ', reply.Actions.Select(row => row.Reference[^1]))));
        Assert.Equal(what.EndsWith("second page", StringComparison.Ordinal) ? 3 : reply.Actions.Count, reply.Total);

        void OfTheIcb(Actions.V1.Action action) => (action.Lead, action.OwnerId) = (new() { AgencyId = here.Icb }, Owner.ToString());
    }

    [Fact]
    public async Task ListActions_Row_SaysAllThatTheListShows()
    {
        using var day = host.Clock.At("2026-12-23T12:00:00Z");
        var here = await TestPartnership.MakeAsync(host);
        var owner = here.Officer;
        await here.RegisterAsync(owner, "Ada Moss");
        await here.RegisterAgencyAsync(here.Police, "Westmarch Police");
        var action = await here.AddAsync("Train", "2026-11-12", action =>
        {
            (action.OwnerId, action.Theme, action.OriginalDueOn, action.NextReviewOn) = (owner.Id.ToString(), "Training", "2026-10-01", "2027-01-05");
            action.FindingIds.Add(Finding.ToString());
        });
        var update = await here.ProgressAsync(action);

        var row = (await host.Client.ListActionsAsync(new(), here.Manager.In(here))).Actions.Single();

        // PostgreSQL keeps microseconds.
        var at = update.At.ToDateTimeOffset();
        Assert.InRange(row.LastUpdateAt.ToDateTimeOffset(), at.AddMicroseconds(-1), at.AddMicroseconds(1));
        row.LastUpdateAt = null;
        Assert.Equal(
            new ActionRow
            {
                ActionId = action.ActionId, Reference = action.Reference, Title = "Train", LeadId = here.Police,
                LeadName = "Westmarch Police", OwnerId = owner.Id.ToString(), OwnerName = "Ada Moss", OriginalDueOn = "2026-10-01",
                DueOn = "2026-11-12", NextReviewOn = "2027-01-05", Delivery = Delivery.InProgress, Timeliness = Timeliness.Overdue,
                DaysOverdue = 41, Version = 2, Theme = "Training", FindingIds = { Finding.ToString() },
            },
            row);
    }

    [Fact]
    public async Task ListActions_Pages_HoldTwentyFiveUnlessAsked()
    {
        var here = await TestPartnership.MakeAsync(host);
        foreach (var number in Enumerable.Range(1, 28))
        {
            await here.AddAsync();
        }

        var first = await host.Client.ListActionsAsync(new(), here.Manager.In(here));
        var second = await host.Client.ListActionsAsync(new() { Page = 2 }, here.Manager.In(here));
        var beyond = await host.Client.ListActionsAsync(new() { Page = 9 }, here.Manager.In(here));
        var all = await host.Client.ListActionsAsync(new() { PageSize = 100 }, here.Manager.In(here));

        Assert.Equal((25, 28), (first.Actions.Count, first.Total));
        Assert.Equal((3, 28), (second.Actions.Count, second.Total));
        Assert.Equal((0, 28), (beyond.Actions.Count, beyond.Total));
        Assert.Equal(all.Actions, first.Actions.Concat(second.Actions));
    }

    [Theory]
    [InlineData("page_size", 101, "", "")]
    [InlineData("page_size", -1, "", "")]
    [InlineData("finding_id", 0, "no-id", "")]
    [InlineData("owner_id", 0, "", "no-id")]
    public async Task ListActions_OddRequest_IsRefusedByField(string field, int pageSize, string findingId, string ownerId)
    {
        var here = await TestPartnership.MakeAsync(host);
        var refusal = await Refusal.OfAsync(host.Client.ListActionsAsync(
            new() { PageSize = pageSize, FindingId = findingId, OwnerId = ownerId }, here.Manager.In(here)));
        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal([field], refusal.Fields);
    }

    [Fact]
    public async Task References_OfAThousandAndMore_StandByYearAndNumber()
    {
        string[] inOrder = ["HSK-2026-A002", "HSK-2026-A999", "HSK-2026-A1000", "HSK-2027-A001"];
        var here = await TestPartnership.MakeAsync(host);
        await here.GrantAsync(SharingLevel.Plan);
        foreach (var reference in inOrder.Order(StringComparer.Ordinal))
        {
            await here.AddAsync(with: action => action.Reference = reference);
        }

        var own = await host.Client.ListActionsAsync(new(), here.Manager.In(here));
        var shared = await host.Client.ListSharedActionsAsync(new() { PartnershipId = here.TenantId }, here.PoliceAcross.Across(host));

        Assert.Equal(inOrder, own.Actions.Select(action => action.Reference));
        Assert.Equal(inOrder, shared.Actions.Select(action => action.Reference));
        Assert.Equal(inOrder, inOrder.Reverse().Order(ReferenceSeries.ByNumber));
    }

    [Fact]
    public async Task ListActions_AtLeastAVersionThatComes_WaitsForIt()
    {
        var here = await TestPartnership.MakeAsync(host);
        Assert.True(await host.WaitsForAsync(here, async (action, atLeast) =>
        {
            var list = await host.Client.ListActionsAsync(new() { AtLeast = atLeast }, here.Manager.In(here));
            return !list.Updating && list.Actions.Single().Title == action.Title;
        }));
    }

    [Fact]
    public async Task GetOverview_AtLeastAVersionThatComes_WaitsForIt()
    {
        var here = await TestPartnership.MakeAsync(host);
        Assert.True(await host.WaitsForAsync(here, async (action, atLeast) =>
        {
            var overview = await host.Client.GetOverviewAsync(new() { AtLeast = atLeast }, here.Manager.In(here));
            return !overview.Updating && overview.LatestChanges.Single().Title == action.Title;
        }));
    }

    [Fact]
    public async Task ListActions_AtLeastAVersionThatDoesNotCome_WaitsHalfASecondAndSaysUpdating()
    {
        var here = await TestPartnership.MakeAsync(host);
        var action = await here.AddAsync();
        var waited = Stopwatch.StartNew();

        var reply = await host.Client.ListActionsAsync(
            new() { AtLeast = new() { AggregateId = action.ActionId, Version = 2 } }, here.Manager.In(here));

        Assert.True(reply.Updating);
        Assert.Single(reply.Actions);
        Assert.True(waited.Elapsed >= TimeSpan.FromMilliseconds(490), $"It answered after {waited.Elapsed}.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-id")]
    public async Task ListActions_AtLeastNothing_AnswersAtOnce(string aggregateId)
    {
        var here = await TestPartnership.MakeAsync(host);
        var reply = await host.Client.ListActionsAsync(
            new() { AtLeast = new() { AggregateId = aggregateId, Version = 9 } }, here.Manager.In(here));
        Assert.False(reply.Updating);
    }
}
