using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What is kept of other services' records goes with them.</summary>
public sealed class CopiesTests
{
    [Fact]
    public async Task Tombstone_OfEachKind_RemovesItAndLeavesNothingInQuarantine()
    {
        var host = await ActionsHost.SharedAsync();
        var there = await TestPartnership.MakeAsync(host);
        var finding = await there.FindingAsync("Children wait too long.");
        await there.RegisterAsync(there.Manager);
        Assert.Equal(4, await CountAsync(host, there));

        await host.Inspections.EraseAsync(there.TenantId, finding.ToString(), 2, new FindingChanged());
        await host.Inspections.EraseAsync(there.TenantId, there.InspectionId.ToString(), 2, new InspectionChanged());
        await host.Partners.EraseAsync(there.TenantId, there.TenantId, 2, new PartnershipChanged());
        await host.Partners.EraseAsync("platform", there.Manager.Id.ToString(), 2, new PersonChanged());

        Assert.Equal(0, await CountAsync(host, there));
        Assert.Empty(await host.Database.QueryAsync<string>("select type from quarantine where tenant_id = @TenantId", new { there.TenantId }));
    }

    [Fact]
    public async Task Restore_OfPublishersToBeforeThem_RemovesThem()
    {
        await using var host = await ServiceHost.StartAsync<ActionsHost>();
        var there = await TestPartnership.MakeAsync(host);
        await there.FindingAsync("Children wait too long.");
        await there.RegisterAsync(there.Manager);
        Assert.Equal(4, await CountAsync(host, there));

        host.Inspections.Restore(there.TenantId, 0);
        host.Partners.Restore(there.TenantId, 0);
        host.Partners.Restore("platform", 0);

        await Eventually.SoAsync(async () => await CountAsync(host, there) == 0, "all of it is gone");
    }

    private static async Task<int> CountAsync(ActionsHost host, TestPartnership there) => (await host.Database.QueryAsync<int>(
        """
        select (select count(*)::int from partnership where tenant_id = @TenantId) + (select count(*)::int from inspection where tenant_id = @TenantId)
          + (select count(*)::int from finding where tenant_id = @TenantId) + (select count(*)::int from person where person_id = @Id)
        """,
        new { there.TenantId, there.Manager.Id })).Single();
}
