using System.Text.RegularExpressions;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Action = Jtai.Actions.V1.Action;

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
        Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(GetAsync(there, action.ActionId, reader))).Code);

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

    [Fact]
    public async Task Look_AcrossTheEndOfAGrant_FallsAtMidnightInLondon()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.AddAsync();
        await there.AddAsync(with: action => action.Lead = new() { AgencyId = there.Icb });
        await there.GrantAsync(SharingLevel.Plan, endsOn: "2027-06-30");
        var reader = there.PoliceAcross;

        using (host.Clock.At("2027-06-30T22:59:00Z"))
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
    public async Task ListSharedActions_AtLeastWhatItsReaderWrote_WaitsForItAndSaysSo()
    {
        var there = await TestPartnership.MakeAsync(host);
        var action = await there.AddAsync("before");
        await there.GrantAsync(SharingLevel.OwnActions);
        var reader = there.PoliceAcross.Across(host);
        action.Title = "after";
        var range = host.Actions.Add(there.TenantId, action.ActionId, 2, new ActionChanged { Action = action.Clone() });
        var atLeast = new AtLeast { AggregateId = action.ActionId, Version = 2 };

        var list = host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId, AtLeast = atLeast }, reader).ResponseAsync;
        var view = host.Client.GetAcrossPartnershipsAsync(new() { AtLeast = atLeast }, reader).ResponseAsync;
        await Task.Delay(100);
        await host.Actions.DeliverAsync(range);
        Assert.Equal(("after", false, false), ((await list).Actions.Single().Title, (await list).Updating, (await view).Updating));

        atLeast.Version = 3;
        Assert.True((await host.Client.GetAcrossPartnershipsAsync(new() { AtLeast = atLeast }, reader)).Updating);
    }

    /// <summary>An action that the police lead, one that they support and one of others, each also of an unpublished inspection.</summary>
    private static async Task<IReadOnlyList<Action>> FillAsync(TestPartnership there)
    {
        var embargoed = Guid.NewGuid();
        await there.InspectionIsAsync(InspectionPhase.PrePublication, statementDueOn: "2026-11-10", inspectionId: embargoed);
        var actions = new List<Action>();
        foreach (var (prefix, inspectionId) in new[] { ("", there.InspectionId), ("unpublished-", embargoed) })
        {
            var findingId = await there.FindingAsync($"[{prefix}finding]", inspectionId);
            actions.Add(await FilledAsync($"{prefix}led", "2026-10-01", there.Police, null));
            actions.Add(await FilledAsync($"{prefix}supported", "2026-11-20", there.Schools, there.Police));
            actions.Add(await FilledAsync($"{prefix}others", "2099-01-01", there.Schools, there.Icb));

            async Task<Action> FilledAsync(string which, string dueOn, string lead, string? supporting)
            {
                var action = there.NewAction($"[{which}-title]", dueOn);
                action.InspectionId = inspectionId.ToString();
                (action.Description, action.OutcomeSought) = ($"[{which}-description]", $"[{which}-outcome]");
                (action.SuccessMeasure, action.Theme) = ($"[{which}-measure]", $"[{which}-theme]");
                action.Lead = new() { AgencyId = lead };
                action.SupportingAgencyIds.AddRange(supporting is null ? [] : [supporting]);
                action.FindingIds.Add(findingId.ToString());
                await there.TellAsync(action);
                await there.ProgressAsync(action, $"[{which}-narrative]");
                return action;
            }
        }

        return actions;
    }

    /// <summary>Every call that an agency can make; the words that came back, and whether counts did.</summary>
    private async Task<HashSet<string>> LookEverywhereAsync(TestPartnership there, IReadOnlyList<Action> actions)
    {
        var reader = there.PoliceAcross;
        var answers = new List<string>();
        var view = await host.Client.GetAcrossPartnershipsAsync(new(), reader.Across(host));
        answers.Add(view.ToString());
        await AddAsync(ListAsync(there, reader));
        foreach (var action in actions)
        {
            await AddAsync(GetAsync(there, action.ActionId, reader).ResponseAsync);
        }

        HashSet<string> seen = [.. Words().Matches(string.Concat(answers)).Select(match => match.Groups[1].Value)];
        if (view.Partnerships.Count > 0)
        {
            seen.Add("counts");
        }

        return seen;

        async Task AddAsync<T>(Task<T> call)
        {
            try
            {
                answers.Add((await call)!.ToString()!);
            }
            catch (RpcException refusal) when (refusal.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
            {
                answers.Add(refusal.Status.Detail);
            }
        }
    }

    private Task<ListSharedActionsReply> ListAsync(TestPartnership there, TestPerson reader) =>
        host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId }, reader.Across(host)).ResponseAsync;

    private AsyncUnaryCall<SharedAction> GetAsync(TestPartnership there, string actionId, TestPerson reader) =>
        host.Client.GetSharedActionAsync(new() { PartnershipId = there.TenantId, ActionId = actionId }, reader.Across(host));

    [GeneratedRegex(@"\[([a-z-]+)\]")]
    private static partial Regex Words();
}
