using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Every look across a partnership's border is in its sharing log before the answer goes out.</summary>
[Collection(ReportingService.Name)]
public sealed class SharingLogTests(ReportingHost host)
{
    [Fact]
    public async Task View_HoweverOftenAndFromTwoReplicasAtOnce_IsOneRowPerPersonAndHour()
    {
        await using var other = await host.StartReplicaAsync();
        var there = await SharedAsync(SharingLevel.Plan);
        var (reader, colleague) = (there.PoliceAcross, there.PoliceAcross);

        await LookAsync("2026-11-02T10:00:00Z", reader, times: 20);
        Assert.Equal(["Actions 10", "All partnerships 10"], await LogAsync(there, reader));

        await LookAsync("2026-11-02T10:50:00Z", reader, times: 4);
        Assert.Equal(["Actions 10", "All partnerships 10"], await LogAsync(there, reader));

        await LookAsync("2026-11-02T11:00:00Z", reader, times: 4);
        Assert.Equal(["Actions 10", "Actions 11", "All partnerships 10", "All partnerships 11"], await LogAsync(there, reader));

        await LookAsync("2026-11-02T11:00:00Z", colleague, times: 2);
        Assert.Equal(["Actions 11", "All partnerships 11"], await LogAsync(there, colleague));
        Assert.Equal(6, (await RecordsAsync(there, 6)).Count);

        async Task LookAsync(string at, TestPerson person, int times)
        {
            using var hour = host.Clock.At(at);
            await Task.WhenAll(Enumerable.Range(0, times).Select(async number =>
            {
                var client = number % 2 == 0 ? host.Client : ReportingHost.ClientOf(other);
                await client.GetAcrossPartnershipsAsync(new(), person.Across(host));
                await client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId }, person.Across(host));
            }));
        }
    }

    [Fact]
    public async Task View_OfSeveralPartnerships_IsInTheLogOfEachThatWasShown()
    {
        var (first, second, offered) = (await SharedAsync(SharingLevel.Plan), await TestPartnership.MakeAsync(host), await TestPartnership.MakeAsync(host));
        await second.GrantAsync(SharingLevel.Headlines, agencyId: first.Police);
        await offered.GrantAsync(SharingLevel.Plan, SharingGrantState.Offered, agencyId: first.Police);
        var reader = first.PoliceAcross;

        await host.Client.GetAcrossPartnershipsAsync(new(), reader.Across(host));

        Assert.Equal((SharingLevel.Plan, first.TenantId), await OnlyRecordAsync(first));
        Assert.Equal((SharingLevel.Headlines, second.TenantId), await OnlyRecordAsync(second));
        Assert.Empty(await LogAsync(offered, reader));

        // A partnership that joins within the hour is logged too.
        await offered.GrantAsync(SharingLevel.OwnActions, agencyId: first.Police);
        await host.Client.GetAcrossPartnershipsAsync(new(), reader.Across(host));
        Assert.Single(await LogAsync(offered, reader));
        Assert.Single(await LogAsync(first, reader));

        async Task<(SharingLevel, string)> OnlyRecordAsync(TestPartnership there)
        {
            var record = (await RecordsAsync(there, 1)).Single();
            return (record.Level, record.PartnershipId);
        }
    }

    [Fact]
    public async Task View_AtALevelRaisedWithinTheHour_IsLoggedAtThatLevelToo()
    {
        var there = await TestPartnership.MakeAsync(host);
        var grant = await there.GrantAsync(SharingLevel.Headlines);
        var reader = there.PoliceAcross.Across(host);
        for (var look = 0; look < 2; look++)
        {
            await host.Client.GetAcrossPartnershipsAsync(new(), reader);
        }

        grant.Level = SharingLevel.Plan;
        await there.TellAsync(grant);
        for (var look = 0; look < 2; look++)
        {
            await host.Client.GetAcrossPartnershipsAsync(new(), reader);
        }

        Assert.Equal([SharingLevel.Headlines, SharingLevel.Plan], (await RecordsAsync(there, 2)).Select(record => record.Level));
    }

    [Fact]
    public async Task Record_OpenedTwice_IsLoggedTwiceInWordsAndAudited()
    {
        var there = await SharedAsync(SharingLevel.OwnActions);
        var action = await there.AddAsync();
        var (reader, since) = (there.PoliceAcross, host.Clock.GetUtcNow());
        var request = new V1.GetSharedActionRequest { PartnershipId = there.TenantId, ActionId = action.ActionId };

        await host.Client.GetSharedActionAsync(request, reader.Across(host));
        await host.Client.GetSharedActionAsync(request, reader.Across(host));

        var records = await RecordsAsync(there, 2);
        Assert.Equal(2, records.Count);
        Assert.All(records, record =>
        {
            Assert.Equal(
                (there.TenantId, reader.Id.ToString(), there.Police, Capacity.CrossPartnershipLead, $"Action {action.Reference}", SharingLevel.OwnActions),
                (record.PartnershipId, record.PersonId, record.AgencyId, record.Capacity, record.LookedAt, record.Level));
            Assert.InRange(record.At.ToDateTimeOffset(), since, host.Clock.GetUtcNow());
        });
        var audit = await host.Database.QueryAsync<(string, string, string, string, string)>(
            "select kind, subject, capacity, agency_id, disclosed_to from audit where tenant_id = @TenantId", new { there.TenantId });
        Assert.Equal(
            Enumerable.Repeat(("Disclosure", reader.Id.ToString(), nameof(Capacity.CrossPartnershipLead), there.Police, there.Police), 2), audit);
    }

    [Fact]
    public async Task Look_ThatCannotBeLogged_ShowsNothing()
    {
        var there = await SharedAsync(SharingLevel.Plan);
        var action = await there.AddAsync();
        var reader = there.PoliceAcross;
        await LoggingAsync("revoke insert on access_record from {0}_app");
        try
        {
            foreach (var look in Looks(there, action, reader))
            {
                Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(look)).StatusCode);
            }
        }
        finally
        {
            await LoggingAsync("grant insert on access_record to {0}_app");
        }

        Assert.Empty(await LogAsync(there, reader));
        foreach (var (look, number) in Looks(there, action, reader).Select((look, index) => (look, index + 1)))
        {
            await look();
            // At once, without waiting for anything.
            Assert.Equal(number, (await LogAsync(there, reader)).Count);
        }

        Task LoggingAsync(string statement) => host.Database.ExecuteAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, host.Database.Name));
    }

    [Fact]
    public async Task Look_ThatIsRefused_LeavesNoRow()
    {
        var (there, elsewhere) = (await SharedAsync(SharingLevel.Headlines), await TestPartnership.MakeAsync(host));
        var (action, foreign) = (await there.AddAsync(), await elsewhere.AddAsync());
        var reader = there.PoliceAcross;

        foreach (var look in Looks(there, action, reader).Skip(1).Concat(Looks(elsewhere, foreign, reader).Skip(1)))
        {
            await Assert.ThrowsAsync<RpcException>(look);
        }

        Assert.Empty(await LogAsync(there, reader));
        Assert.Empty(await LogAsync(elsewhere, reader));
    }

    [Fact]
    public async Task Look_WithinOnesOwnPartnership_IsNotACrossing()
    {
        var here = await SharedAsync(SharingLevel.Plan);
        await here.AddAsync();
        await host.Client.GetOverviewAsync(new(), here.Manager.In(here));
        await host.Client.ListActionsAsync(new(), here.Manager.In(here));
        Assert.Empty(await LogAsync(here, here.Manager));
    }

    private IEnumerable<Func<Task>> Looks(TestPartnership there, Actions.V1.Action action, TestPerson reader) =>
    [
        () => host.Client.GetAcrossPartnershipsAsync(new(), reader.Across(host)).ResponseAsync,
        () => host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId }, reader.Across(host)).ResponseAsync,
        () => host.Client.ListSharedEvidenceAsync(new() { PartnershipId = there.TenantId }, reader.Across(host)).ResponseAsync,
        () => host.Client.GetSharedActionAsync(
            new() { PartnershipId = there.TenantId, ActionId = action.ActionId }, reader.Across(host)).ResponseAsync,
    ];

    private async Task<TestPartnership> SharedAsync(SharingLevel level)
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(level);
        return there;
    }

    /// <summary>What is written down already: view, and hour of the day where it counts once an hour.</summary>
    private Task<IReadOnlyList<string>> LogAsync(TestPartnership there, TestPerson reader) => host.Database.QueryAsync<string>(
        """
        select concat_ws(' ', looked_at, to_char(hour at time zone 'utc', 'HH24')) from access_record
        where tenant_id = @TenantId and person_id = @Id order by 1
        """,
        new { there.TenantId, reader.Id });

    /// <summary>What Partners pulls of the partnership's stream.</summary>
    private async Task<IReadOnlyList<AccessRecorded>> RecordsAsync(TestPartnership there, int atLeast)
    {
        var events = await host.PullAsync(there.TenantId, "partners", events => events.Count >= atLeast);
        Assert.All(events, one => Assert.Equal(AccessRecorded.Descriptor.FullName, one.Type));
        return [.. events.Select(one => AccessRecorded.Parser.ParseFrom(one.State))];
    }
}
