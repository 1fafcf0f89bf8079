using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>The counts that every look across reads: right as days pass and however the events come.</summary>
[Collection(ReportingService.Name)]
public sealed class CountingTests(ReportingHost host)
{
    [Fact]
    public async Task Action_AtMidnightInLondon_IsOverdueWithoutAnyEvent()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.Plan);
        await there.AddAsync(dueOn: "2027-06-30");
        await there.AddAsync(dueOn: "2027-07-29");

        using (host.Clock.At("2027-06-30T22:50:00Z"))
        {
            await CountsAreAsync(there, new() { Actions = 2, OnTrack = 2, DueSoon = 1 });
        }

        // Half past midnight in British Summer Time: a new day in London, and the old one in UTC.
        using (host.Clock.At("2027-06-30T23:30:00Z"))
        {
            await CountsAreAsync(there, new() { Actions = 2, OnTrack = 1, Overdue = 1, DueSoon = 1 });
            await there.AddAsync(dueOn: "2027-06-30");
            await CountsAreAsync(there, new() { Actions = 3, OnTrack = 1, Overdue = 2, DueSoon = 1 });
        }
    }

    [Fact]
    public async Task Change_AppliedByAClockThatIsBehind_IsCounted()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.Plan);
        await there.AddAsync();
        using (host.Clock.At("2027-07-01T00:10:00Z"))
        {
            await CountsAreAsync(there, new() { Actions = 1, OnTrack = 1 });
        }

        // A replica whose clock still says yesterday applies, after another has counted for today.
        using (host.Clock.At("2027-06-30T12:00:00Z"))
        {
            await there.AddAsync();
        }

        using (host.Clock.At("2027-07-01T00:10:00Z"))
        {
            await CountsAreAsync(there, new() { Actions = 2, OnTrack = 2 });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Counts_AfterRandomChangesAndDeliveries_EqualThoseOfTheActionsThemselves(int seed)
    {
        var random = new Random(seed);
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.Plan);
        var region = new RandomPlan(there, random);
        for (var step = 0; step < 80; step++)
        {
            await region.ChangeAsync();
            if (random.Next(20) == 0)
            {
                using var day = host.Clock.At($"2027-0{random.Next(1, 9)}-15T12:00:00Z");
                await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host));
            }
        }

        await region.CatchUpAsync();
        using (host.Clock.At("2027-04-10T12:00:00Z"))
        {
            await CountsAreAsync(there, region.Counted(new DateOnly(2027, 4, 10)), region.Counted(new DateOnly(2027, 4, 10), there.Police), $"seed {seed}");
            for (var step = 0; step < 20; step++)
            {
                await region.ChangeAsync();
            }

            await region.CatchUpAsync();
            // No new day came between: these were moved, not counted anew.
            await CountsAreAsync(there, region.Counted(new DateOnly(2027, 4, 10)), region.Counted(new DateOnly(2027, 4, 10), there.Police), $"seed {seed}");
        }
    }

    [Fact]
    public async Task NewDay_ReadByTwoReplicasBesideChanges_IsCountedRightAndFailsNobody()
    {
        await using var other = await host.StartReplicaAsync();
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.Plan);
        var reader = there.PoliceAcross.Across(host);
        for (var number = 1; number <= 25; number++)
        {
            using var day = host.Clock.At($"2027-03-{number:00}T12:00:00Z");
            await Task.WhenAll(
                Task.Run(async () =>
                {
                    await there.AddAsync();
                    await there.AddAsync(dueOn: "2027-01-01", with: action => action.SupportingAgencyIds.Add($"{there.Schools}-{number}"));
                }),
                ReadAsync(host.Client),
                ReadAsync(ReportingHost.ClientOf(other)));
            await CountsAreAsync(there, new() { Actions = 2 * number, OnTrack = number, Overdue = number });
        }

        async Task ReadAsync(V1.Reporting.ReportingClient client)
        {
            await client.GetAcrossPartnershipsAsync(new(), reader);
            await client.GetAcrossPartnershipsAsync(new(), reader);
        }
    }

    [Fact]
    public async Task LastMessage_Lost_IsPulled()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.Plan);
        var action = there.NewAction();
        host.Actions.Add(there.TenantId, action.ActionId, 1, new ActionChanged { Action = action, Kind = ActionChangeKind.Added });

        await Eventually.SoAsync(
            async () => (await CountsAsync(there)).Whole.Actions == 1, "the lost message is pulled");
    }

    [Fact]
    public async Task Publication_BesideChangesOfThePlan_ShowsAllOfThem()
    {
        var there = await TestPartnership.MakeAsync(host, InspectionPhase.PrePublication);
        await there.GrantAsync(SharingLevel.Plan);
        var plans = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var inspectionId in plans)
        {
            await there.InspectionIsAsync(InspectionPhase.PrePublication, inspectionId: inspectionId);
        }

        // Two streams, applied side by side.
        await Task.WhenAll(
            PublishAsync(),
            Task.Run(async () =>
            {
                foreach (var inspectionId in plans)
                {
                    var action = await there.AddAsync(with: action => action.InspectionId = inspectionId.ToString());
                    await there.ProgressAsync(action);
                }
            }));

        await CountsAreAsync(there, new() { Actions = 40, OnTrack = 40 });
        var embargoed = await host.Database.QueryAsync<string>(
            """
            select kind from record where tenant_id = @TenantId and embargoed_to is not null
            union all select 'listed action' from listed_action where tenant_id = @TenantId and embargoed_to is not null
            """,
            new { there.TenantId });
        Assert.Empty(embargoed);

        async Task PublishAsync()
        {
            foreach (var inspectionId in plans)
            {
                await there.InspectionIsAsync(InspectionPhase.Published, inspectionId: inspectionId);
            }
        }
    }

    [Fact]
    public async Task Update_BeforeItsActionInACompactedStream_IsShown()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.OwnActions);
        var action = there.NewAction();
        var update = new Update { UpdateId = Guid.NewGuid().ToString(), ActionId = action.ActionId, Narrative = "First.", At = new() };
        await host.Actions.PublishAsync(there.TenantId, update.UpdateId, 1, new UpdateRecorded { Update = update });
        action.Version = 8;
        await there.TellAsync(action);

        var shown = await host.Client.GetSharedActionAsync(
            new() { PartnershipId = there.TenantId, ActionId = action.ActionId }, there.PoliceAcross.Across(host));

        Assert.Equal(["First."], shown.Updates.Select(one => one.Narrative));
    }

    private async Task CountsAreAsync(TestPartnership there, Counts whole, Counts? own = null, string because = "")
    {
        var (shown, ofPolice) = await CountsAsync(there);
        Assert.Equal((because, whole), (because, shown));
        Assert.Equal((because, own ?? whole), (because, ofPolice));
        Assert.Equal((because, whole), (because, (await host.Client.GetOverviewAsync(new(), there.Manager.In(there))).Counts));
    }

    private async Task<(Counts Whole, Counts Own)> CountsAsync(TestPartnership there)
    {
        var row = (await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host))).Partnerships.Single();
        return (row.Counts, row.AgencyCounts);
    }
}
