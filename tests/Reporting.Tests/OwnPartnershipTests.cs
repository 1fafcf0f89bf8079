using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Who sees what within one partnership, before and after publication.</summary>
[Collection(ReportingService.Name)]
public sealed class OwnPartnershipTests(ReportingHost host)
{
    public static TheoryData<Capacity> WholePlan => [.. PlanVisibility.WholePlan];
    public static TheoryData<Capacity> OwnActions => [.. PlanVisibility.OwnActions];

    public static TheoryData<InspectionPhase> PhasesBefore =>
        [.. Enum.GetValues<InspectionPhase>().Where(phase => phase != InspectionPhase.Published)];

    [Theory]
    [MemberData(nameof(WholePlan))]
    public async Task Reader_WithTheWholePlan_SeesEveryAction(Capacity capacity)
    {
        var here = await WithThreeActionsAsync();
        Assert.Equal(["of the ICB", "of the police", "of the schools"], await SeenAsync(here, TestPerson.Of(here.Schools, capacity)));
    }

    [Theory]
    [MemberData(nameof(OwnActions))]
    public async Task Reader_OfAnAgency_SeesWhatItLeadsOrSupports(Capacity capacity)
    {
        var here = await WithThreeActionsAsync();
        Assert.Equal(["of the ICB", "of the police"], await SeenAsync(here, TestPerson.Of(here.Icb, capacity)));
        Assert.Equal(["of the police"], await SeenAsync(here, TestPerson.Of(here.Police, capacity)));
        Assert.Empty(await SeenAsync(here, TestPerson.Of("agency-without-part", capacity)));
    }

    [Fact]
    public async Task Reader_WhoseAgencyJoinsOrLeavesAnAction_GainsOrLosesIt()
    {
        var here = await TestPartnership.MakeAsync(host);
        var action = await here.AddAsync();
        await here.ProgressAsync(action);
        var reader = TestPerson.Of(here.Icb, Capacity.AgencyLead);
        Assert.Empty(await SeenAsync(here, reader));

        action.SupportingAgencyIds.Add(here.Icb);
        await here.TellAsync(action);
        Assert.Single(await SeenAsync(here, reader));

        action.SupportingAgencyIds.Clear();
        await here.TellAsync(action);
        Assert.Empty(await SeenAsync(here, reader));
    }

    [Fact]
    public async Task Owner_OfWhatABodyLeads_SeesItAndNothingElse()
    {
        var here = await TestPartnership.MakeAsync(host);
        var owner = TestPerson.Of(here.Icb, Capacity.ActionOwner);
        await here.AddAsync("of the board", with: action => (action.Lead, action.OwnerId) = (new() { BodyId = "board" }, owner.Id.ToString()));
        await here.AddAsync("of the board too", with: action => action.Lead = new() { BodyId = "board" });
        await here.AddAsync("of the agency", with: action => (action.Lead, action.OwnerId) = (new() { AgencyId = here.Icb }, owner.Id.ToString()));

        Assert.Equal(["of the agency", "of the board"], await SeenAsync(here, owner));
        Assert.Equal(["of the agency"], await SeenAsync(here, TestPerson.Of(here.Icb, Capacity.ActionOwner)));
    }

    [Theory]
    [MemberData(nameof(PhasesBefore))]
    public async Task Plan_BeforePublication_IsForTheNamedReadersAlone(InspectionPhase phase)
    {
        var here = await TestPartnership.MakeAsync(host, phase);
        var (manager, agencyLead) = (here.Manager, TestPerson.Of(here.Police, Capacity.AgencyLead));
        var (otherManager, otherLead) = (TestPerson.Of("council", Capacity.PartnershipManager), TestPerson.Of(here.Police, Capacity.AgencyLead));
        await here.InspectionIsAsync(phase, [manager, agencyLead], "2099-12-01");
        await AddThreeAsync(here);

        Assert.Equal(3, (await SeenAsync(here, manager)).Length);
        Assert.Equal(["of the police"], await SeenAsync(here, agencyLead));
        Assert.Equal("2099-12-01", (await host.Client.GetOverviewAsync(new(), manager.In(here))).StatementDueOn);
        foreach (var outsider in (TestPerson[])[otherManager, otherLead])
        {
            Assert.Empty(await SeenAsync(here, outsider));
            var overview = await host.Client.GetOverviewAsync(new(), outsider.In(here));
            Assert.Equal(
                new V1.Overview { PartnershipId = here.TenantId, Counts = new(), Proven = new(), DueSoonDays = 28, PositionAt = overview.PositionAt }, overview);
        }

        await here.InspectionIsAsync(InspectionPhase.Published, [], "2099-12-01");
        Assert.Equal(3, (await SeenAsync(here, otherManager)).Length);
        Assert.Equal(["of the police"], await SeenAsync(here, otherLead));
        Assert.Equal("2099-12-01", (await host.Client.GetOverviewAsync(new(), otherLead.In(here))).StatementDueOn);
    }

    [Fact]
    public async Task Reader_TakenOffTheList_SeesNothingAnyMore()
    {
        var here = await TestPartnership.MakeAsync(host, InspectionPhase.Fieldwork);
        var leaver = TestPerson.Of("council", Capacity.PartnershipManager);
        await here.InspectionIsAsync(InspectionPhase.Fieldwork, [here.Manager, leaver]);
        await AddThreeAsync(here);
        Assert.Equal(3, (await SeenAsync(here, leaver)).Length);

        await here.InspectionIsAsync(InspectionPhase.Fieldwork, [here.Manager]);
        Assert.Empty(await SeenAsync(here, leaver));
        Assert.Equal(3, (await SeenAsync(here, here.Manager)).Length);
    }

    [Fact]
    public async Task Actions_OfAnInspectionNotYetKnown_AreSeenByNobodyUntilItIs()
    {
        var here = await TestPartnership.MakeAsync(host);
        var inspectionId = Guid.NewGuid();
        await here.AddAsync(with: action => action.InspectionId = inspectionId.ToString());
        Assert.Empty(await SeenAsync(here, here.Manager));

        await here.InspectionIsAsync(InspectionPhase.Published, inspectionId: inspectionId);
        Assert.Single(await SeenAsync(here, here.Manager));
    }

    /// <summary>The list and the overview, which must agree; by title.</summary>
    private async Task<string[]> SeenAsync(TestPartnership here, TestPerson reader)
    {
        var list = await host.Client.ListActionsAsync(new(), reader.In(here));
        var overview = await host.Client.GetOverviewAsync(new(), reader.In(here));
        string[] titles = [.. list.Actions.Select(row => row.Title).Order(StringComparer.Ordinal)];
        Assert.Equal(titles, overview.LatestChanges.Select(change => change.Title).Order(StringComparer.Ordinal));
        Assert.Equal((titles.Length, titles.Length), (list.Total, overview.Counts.Actions));
        Assert.Equal(titles.Length, overview.ByAgency.Sum(lead => lead.Counts.Actions));
        return titles;
    }

    private async Task<TestPartnership> WithThreeActionsAsync()
    {
        var here = await TestPartnership.MakeAsync(host);
        await AddThreeAsync(here);
        return here;
    }

    private static async Task AddThreeAsync(TestPartnership here)
    {
        await here.AddAsync("of the police", with: action => action.SupportingAgencyIds.Add(here.Icb));
        await here.AddAsync("of the ICB", with: action => action.Lead = new() { AgencyId = here.Icb });
        await here.AddAsync("of the schools", with: action => action.Lead = new() { AgencyId = here.Schools });
    }
}
