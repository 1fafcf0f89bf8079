using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>
/// What one agency sees of a partnership: level by field by phase by audience (GUARANTEES S9). Every text of the partnership
/// holds a word of its own, looked for in every answer.
/// </summary>
[Collection(ReportingService.Name)]
public sealed partial class SharingMatrixTests(ReportingHost host)
{
    private const string Past = "2026-11-01";
    private const string Today = "2026-11-02T12:00:00Z";
    private const string Last = "2026-11-02";

    private static readonly string[] Fields = ["title", "description", "outcome", "measure", "theme", "narrative"];
    private static readonly string[] Nothing = [];
    private static readonly string[] Counts = ["counts"];
    private static readonly string[] Own = ["counts", .. Fields.Select(field => $"led-{field}"), .. Fields.Select(field => $"supported-{field}"), "finding"];
    private static readonly string[] Plan = [.. Own, .. Fields.Select(field => $"others-{field}")];

    public static TheoryData<string, SharingLevel, SharingGrantState, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, SharingLevel, SharingGrantState, string, string>();
            foreach (var level in (SharingLevel[])[SharingLevel.Headlines, SharingLevel.OwnActions, SharingLevel.Plan, SharingLevel.Evidence])
            {
                var atMostOwn = level == SharingLevel.Headlines ? nameof(Counts) : nameof(Own);
                cases.Add("agreed", level, SharingGrantState.Agreed, Last, level >= SharingLevel.Plan ? nameof(Plan) : atMostOwn);
                cases.Add("ended", level, SharingGrantState.Agreed, Past, atMostOwn);
                cases.Add("offered", level, SharingGrantState.Offered, Last, nameof(Nothing));
                cases.Add("withdrawn", level, SharingGrantState.Withdrawn, Last, nameof(Nothing));
                cases.Add("another agency's", level, SharingGrantState.Agreed, Last, nameof(Nothing));
                cases.Add("another capacity's", level, SharingGrantState.Agreed, Last, nameof(Nothing));
            }

            cases.Add("none", SharingLevel.Unspecified, SharingGrantState.Unspecified, "", nameof(Nothing));
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Look_ByGrant_ShowsTheFieldsOfItsLevelAndNoOther(
        string audience, SharingLevel level, SharingGrantState state, string endsOn, string expected)
    {
        using var day = host.Clock.At(Today);
        var there = await TestPartnership.MakeAsync(host, statementDueOn: "2026-12-01");
        var actions = await FillAsync(there);
        if (audience != "none")
        {
            await there.GrantAsync(
                level, state, endsOn,
                audience == "another agency's" ? there.Schools : there.Police,
                audience == "another capacity's" ? Capacity.AgencyLead : Capacity.CrossPartnershipLead);
        }

        var seen = await LookEverywhereAsync(there, actions);

        string[] all = expected switch { nameof(Plan) => Plan, nameof(Own) => Own, nameof(Counts) => Counts, _ => Nothing };
        Assert.Equal(all.Order(), seen.Order());
    }

    [Fact]
    public async Task GetAcrossPartnerships_AtHeadlines_HasCountsAndNotThoseOfTheAgency()
    {
        using var day = host.Clock.At(Today);
        var there = await TestPartnership.MakeAsync(host, statementDueOn: "2026-12-01");
        await FillAsync(there);
        await there.GrantAsync(SharingLevel.Headlines, endsOn: Last);

        var reply = await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host));

        var row = reply.Partnerships.Single();
        Assert.NotNull(row.LastUpdateAt);
        row.LastUpdateAt = null;
        Assert.Equal(
            new SharedPartnership
            {
                PartnershipId = there.TenantId, Name = there.Name, Level = SharingLevel.Headlines, GrantEndsOn = Last,
                Counts = new() { Actions = 3, Overdue = 1, OnTrack = 2, DueSoon = 1 }, StatementDueOn = "2026-12-01",
            },
            row);
        Assert.Equal(row.Counts, reply.Totals);
        Assert.Equal(new Counts(), reply.AgencyTotals);
    }

    [Fact]
    public async Task GetAcrossPartnerships_OfSeveral_AddsUpWhatEachShares()
    {
        using var day = host.Clock.At(Today);
        var first = await TestPartnership.MakeAsync(host, name: "Aldermoor");
        var (second, third, embargoed) = (await MakeAsync("Brackenmoor"), await MakeAsync("Coldmoor"), await MakeAsync("Drymoor", InspectionPhase.AccuracyDraft));
        foreach (var there in (TestPartnership[])[third, first, second, embargoed])
        {
            await there.AddAsync(dueOn: "2026-10-01", with: action => action.Lead = new() { AgencyId = first.Police });
            await there.AddAsync(with: action => action.SupportingAgencyIds.Add(first.Police));
            await there.AddAsync(with: action => action.Lead = new() { AgencyId = there.Schools });
        }

        await first.GrantAsync(SharingLevel.Plan);
        await second.GrantAsync(SharingLevel.OwnActions, agencyId: first.Police);
        await third.GrantAsync(SharingLevel.Headlines, agencyId: first.Police);
        await embargoed.GrantAsync(SharingLevel.Plan, agencyId: first.Police);

        var reply = await host.Client.GetAcrossPartnershipsAsync(new(), first.PoliceAcross.Across(host));

        Assert.Equal(["Aldermoor", "Brackenmoor", "Coldmoor", "Drymoor"], reply.Partnerships.Select(row => row.Name));
        Assert.Equal([3, 3, 3, 0], reply.Partnerships.Select(row => row.Counts.Actions));
        // In Brackenmoor and Drymoor another force leads or supports the second action too.
        Assert.Equal([2, 2, null, 0], reply.Partnerships.Select(row => row.AgencyCounts?.Actions));
        Assert.Equal((9, 3), (reply.Totals.Actions, reply.Totals.Overdue));
        Assert.Equal((4, 2), (reply.AgencyTotals.Actions, reply.AgencyTotals.Overdue));
        Assert.Equal(first.Police, reply.AgencyId);

        Task<TestPartnership> MakeAsync(string name, InspectionPhase phase = InspectionPhase.Published) =>
            TestPartnership.MakeAsync(host, phase, name);
    }

    [Theory]
    [InlineData(InspectionPhase.Notified)]
    [InlineData(InspectionPhase.Fieldwork)]
    [InlineData(InspectionPhase.AccuracyDraft)]
    [InlineData(InspectionPhase.PrePublication)]
    public async Task Look_BeforePublication_ShowsNothingEvenToANamedReader(InspectionPhase phase)
    {
        var there = await TestPartnership.MakeAsync(host, phase);
        var reader = there.PoliceAcross;
        await there.InspectionIsAsync(phase, [reader], statementDueOn: "2099-12-01");
        await there.GrantAsync(SharingLevel.Evidence);
        var action = await there.AddAsync();

        var row = (await host.Client.GetAcrossPartnershipsAsync(new(), reader.Across(host))).Partnerships.Single();
        Assert.Equal((new Counts(), new Counts(), ""), (row.Counts, row.AgencyCounts, row.StatementDueOn));
        Assert.Null(row.LastUpdateAt);
        Assert.Empty((await ListAsync(there, reader)).Actions);
        await Refusal.OfAsync(StatusCode.NotFound, GetAsync(there, action.ActionId, reader));

        await there.InspectionIsAsync(InspectionPhase.Published, statementDueOn: "2099-12-01");
        row = (await host.Client.GetAcrossPartnershipsAsync(new(), reader.Across(host))).Partnerships.Single();
        Assert.Equal((1, 1, "2099-12-01"), (row.Counts.Actions, row.AgencyCounts.Actions, row.StatementDueOn));
        Assert.Equal(action.ActionId, (await GetAsync(there, action.ActionId, reader)).Row.ActionId);
    }

    [Fact]
    public async Task ListSharedActions_AtHeadlines_IsRefusedInWords()
    {
        var there = await TestPartnership.MakeAsync(host);
        var action = await there.AddAsync();
        await there.GrantAsync(SharingLevel.Headlines);
        foreach (var refusal in (Refusal[])[
            await Refusal.OfAsync(host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId }, there.PoliceAcross.Across(host))),
            await Refusal.OfAsync(GetAsync(there, action.ActionId, there.PoliceAcross))])
        {
            Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
            Assert.Contains("headlines only", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SharingGrantState.Agreed, Capacity.CrossPartnershipLead, false)]
    [InlineData(SharingGrantState.Agreed, Capacity.AgencyLead, true)]
    [InlineData(SharingGrantState.Offered, Capacity.CrossPartnershipLead, true)]
    [InlineData(SharingGrantState.Withdrawn, Capacity.CrossPartnershipLead, true)]
    public async Task Look_AtLeastAVersionThatIsNotShared_DoesNotSayThatItIsHere(
        SharingGrantState state, Capacity capacity, bool updating)
    {
        var there = await TestPartnership.MakeAsync(host);
        var action = await there.AddAsync();
        await there.GrantAsync(SharingLevel.Plan, state, capacity: capacity);

        var reply = await host.Client.GetAcrossPartnershipsAsync(
            new() { AtLeast = new() { AggregateId = action.ActionId, Version = 1 } }, there.PoliceAcross.Across(host));

        Assert.Equal(updating, reply.Updating);
    }

    [Fact]
    public async Task Look_AcrossTheEndOfAGrant_FallsAtMidnightInLondon()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.AddAsync();
        await there.AddAsync(with: action => action.Lead = new() { AgencyId = there.Icb });
        await there.GrantAsync(SharingLevel.Plan, endsOn: "2027-06-30");
        var reader = there.PoliceAcross;

        using (host.Clock.At("2027-06-30T22:50:00Z"))
        {
            Assert.Equal(2, (await ListAsync(there, reader)).Actions.Count);
        }

        using (host.Clock.At("2027-06-30T23:00:01Z"))
        {
            var after = await ListAsync(there, reader);
            Assert.Equal((SharingLevel.OwnActions, 1), (after.Level, after.Actions.Count));
        }
    }

    [Fact]
    public async Task Look_AtLeastWhatItsReaderWrote_WaitsForItAndSaysSo()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.OwnActions);
        var reader = there.PoliceAcross.Across(host);
        Assert.True(await host.WaitsForAsync(there, async (action, atLeast) =>
        {
            var list = await host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId, AtLeast = atLeast }, reader);
            return !list.Updating && list.Actions.Single().Title == action.Title;
        }));
        Assert.True(await host.WaitsForAsync(there, async (_, atLeast) =>
            !(await host.Client.GetAcrossPartnershipsAsync(new() { AtLeast = atLeast }, reader)).Updating));
    }
}
