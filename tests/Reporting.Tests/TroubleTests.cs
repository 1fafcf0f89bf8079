using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;
using Enum = System.Enum;

namespace Jtai.Reporting.Tests;

/// <summary>What a reader must be told of first, and that each count is that of the list behind it.</summary>
[Collection(ReportingService.Name)]
public sealed class TroubleTests(ReportingHost host)
{
    private const string Noon = "2026-12-23T12:00:00Z";

    [Fact]
    public async Task GetOverview_StatementsUnsent_SayWhereEachIsRecorded()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host, statementDueOn: "2027-01-08");
        var (passed, sent) = (Guid.NewGuid(), Guid.NewGuid());
        await here.InspectionIsAsync(InspectionPhase.Published, statementDueOn: "2026-12-22", inspectionId: passed);
        await here.InspectionIsAsync(InspectionPhase.Published, statementDueOn: "2026-12-01", inspectionId: sent);
        await here.PlanIsAsync(passed, "", 1);
        await here.PlanIsAsync(sent, "2026-12-01", 1);

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal<UnsentStatement>(
            [
                new UnsentStatement { InspectionId = passed.ToString(), PlanId = passed.ToString(), DueOn = "2026-12-22", DueInWorkingDays = -1 },
                new UnsentStatement { InspectionId = here.InspectionId.ToString(), DueOn = "2027-01-08", DueInWorkingDays = 9 },
            ],
            overview.StatementsUnsent);
    }

    [Fact]
    public async Task GetOverview_OpenActionsWithoutOwnerOrUpdate_AreCountedAsTheirListsHaveThem()
    {
        using var day = host.Clock.At("2027-06-30T12:00:00Z");
        var here = await TestPartnership.MakeAsync(host);
        // 90 days ago in London, in the last hour of the day; and the day before.
        await UpdatedAsync("heard of", "2027-04-01T22:30:00Z", here.Manager.Id);
        await UpdatedAsync("not heard of", "2027-03-31T22:30:00Z", here.Manager.Id);
        await UpdatedAsync("never, nobody's", null, null);
        await UpdatedAsync("finished", null, null, Delivery.Complete);
        await UpdatedAsync("closed", "2027-01-01T12:00:00Z", null, Delivery.ClosedWithoutCompletion);
        await UpdatedAsync("handed in", "2027-06-01T12:00:00Z", null, Delivery.AwaitingVerification);

        var overview = await host.Client.GetOverviewAsync(new(), here.Manager.In(here));

        Assert.Equal((2, 2), (overview.WithoutOwner, overview.WithoutUpdate));
        Assert.Equal(["never, nobody's", "handed in"], await TitlesAsync(Only.WithoutOwner));
        Assert.Equal(["not heard of", "never, nobody's"], await TitlesAsync(Only.WithoutUpdate));
        Assert.Equal(["never, nobody's"], await TitlesAsync(Only.WithoutOwner, Only.WithoutUpdate));
        Assert.Equal(4, (await TitlesAsync(Only.Open)).Length);

        Task<Actions.V1.Action> UpdatedAsync(string title, string? at, Guid? owner, Delivery delivery = Delivery.InProgress) =>
            here.AddAsync(title, with: action =>
            {
                (action.Delivery, action.OwnerId) = (delivery, owner?.ToString() ?? "");
                action.LastUpdate = at is null ? null : new() { At = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)) };
            });

        async Task<string[]> TitlesAsync(params Only[] only)
        {
            var reply = await host.Client.ListActionsAsync(new() { Only = { only } }, here.Manager.In(here));
            Assert.Equal(reply.Actions.Count, reply.Total);
            return [.. reply.Actions.Select(row => row.Title)];
        }
    }

    [Fact]
    public async Task GetOverview_EachCount_IsThatOfItsList()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        await here.GrantAsync(SharingLevel.Plan);
        foreach (var dueOn in (string[])["2026-12-22", "2026-12-23", "2027-01-20", "2027-01-21", ""])
        {
            foreach (var delivery in Enum.GetValues<Delivery>().Where(delivery => delivery != default))
            {
                await here.AddAsync(dueOn: dueOn, with: action => action.Delivery = delivery);
                await here.AddAsync(dueOn: dueOn, with: action =>
                {
                    (action.Delivery, action.Lead) = (delivery, new() { AgencyId = here.Icb });
                    action.Assessment = new() { Progress = Progress.Little, DateAchievable = false, Reason = "Vacancies." };
                });
            }
        }

        var counts = (await host.Client.GetOverviewAsync(new(), here.Manager.In(here))).Counts;
        var across = (await host.Client.GetAcrossPartnershipsAsync(new(), here.PoliceAcross.Across(host))).Partnerships.Single();

        Assert.Equal(counts, across.Counts);
        Assert.NotEqual(0, across.AgencyCounts.DueSoon);
        foreach (var (only, count) in ((Only, Func<Counts, int>)[])
        [
            (Only.DueSoon, one => one.DueSoon), (Only.OnTrack, one => one.OnTrack),
            (Only.Open, one => one.Actions - one.Complete - one.ClosedWithoutCompletion), (Only.Unspecified, one => one.Actions),
        ])
        {
            var list = await host.Client.ListActionsAsync(new() { Only = { only }, PageSize = 100 }, here.Manager.In(here));
            Assert.Equal((only, count(counts)), (only, list.Total));
            Assert.Equal((only, count(counts)), (only, (await SharedAsync(only)).Count));
            Assert.Equal((only, count(across.AgencyCounts)), (only, (await SharedAsync(only, Only.OwnAgency)).Count));
        }

        Assert.Equal(across.AgencyCounts.Overdue, (await SharedAsync(Only.OwnAgency)).Count(row => row.Timeliness == Timeliness.Overdue));
        Assert.All(await SharedAsync(), row => Assert.Equal(row.LeadId == here.Police, row.OwnAgency));

        async Task<IReadOnlyList<ActionRow>> SharedAsync(params Only[] only) => (await host.Client.ListSharedActionsAsync(
            new() { PartnershipId = here.TenantId, Only = { only } }, here.PoliceAcross.Across(host))).Actions;
    }
}
