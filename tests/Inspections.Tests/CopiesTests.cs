using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>What is kept of Partners' records goes with them.</summary>
[Collection(InspectionsService.Name)]
public sealed class CopiesTests(InspectionsHost host)
{
    [Fact]
    public async Task Tombstone_OfEachKind_RemovesItAndLeavesNothingInQuarantine()
    {
        var there = await host.NewPartnershipAsync();
        var appointment = (await host.Database.QueryAsync<Guid>("select appointment_id from appointment where tenant_id = @TenantId", new { there.TenantId })).Single();

        await host.Partners.EraseAsync(there.TenantId, appointment.ToString(), 2, new AppointmentChanged());
        await host.Partners.EraseAsync(there.TenantId, there.TenantId, 2, new PartnershipChanged());

        Assert.Equal(0, await CountAsync(host, there));
        Assert.Empty(await host.Database.QueryAsync<string>("select type from quarantine where tenant_id = @TenantId", new { there.TenantId }));
    }

    [Fact]
    public async Task Restore_OfPartnersToBeforeThem_RemovesThem()
    {
        var there = await host.NewPartnershipAsync();
        Assert.Equal(2, await CountAsync(host, there));

        host.Partners.Restore(there.TenantId, 0);

        await Eventually.SoAsync(async () => await CountAsync(host, there) == 0, "all of it is gone");
    }

    private static async Task<int> CountAsync(InspectionsHost host, TestPartnership there) => (await host.Database.QueryAsync<int>(
        """
        select (select count(*)::int from partnership where partnership_id = @TenantId)
          + (select count(*)::int from appointment where tenant_id = @TenantId)
        """,
        new { there.TenantId })).Single();
}
