using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>The tenants, as whoever runs the platform sees them.</summary>
[Collection(PartnersCollection.Name)]
public sealed class TenantsTests(PartnersHost host)
{
    [Fact]
    public async Task ListTenants_InPages_HasPartnershipsThenAgenciesWithPeopleAndActivity()
    {
        var area = await Area.MakeAsync(host);
        await area.AppointAsync(await Area.PersonAsync(host, area.Police), Capacity.AgencyLead);
        var all = new List<Tenant>();
        for (string? token = ""; token is not null;)
        {
            var page = await host.Client.ListTenantsAsync(new() { PageSize = 3, PageToken = token }, host.AsOperator());
            all.AddRange(page.Tenants);
            token = page.NextPageToken.Length > 0 ? page.NextPageToken : null;
        }

        Assert.Equal(all.Count, all.Select(tenant => tenant.TenantId).Distinct().Count());
        Assert.Equal(all.OrderBy(tenant => !new TenantId(tenant.TenantId).IsPartnership).Select(tenant => tenant.TenantId), all.Select(tenant => tenant.TenantId));
        var ours = all.Single(tenant => tenant.TenantId == area.Id);
        var people = (await host.Client.ListPeopleAsync(new(), area.AsManager())).People.Count;
        Assert.Equal(people, ours.People);
        Assert.True(ours.Since <= ours.LastActAt);
    }

    [Fact]
    public async Task ListTenants_OfWhatOperatorsDid_SaysManagersAndState()
    {
        var (area, suspended) = (await Area.MakeAsync(host), await Area.MakeAsync(host, appointManager: false));
        await new V1.Tenants.TenantsClient(host.Service.Channel).SuspendTenantAsync(
            new() { TenantId = suspended.Id, Reason = SuspensionReason.Contract }, host.AsOperator());
        var all = (await host.Client.ListTenantsAsync(new() { PageSize = 200 }, host.AsOperator())).Tenants.ToDictionary(tenant => tenant.TenantId);
        Assert.Equal((1, false, 0, true), (all[area.Id].Managers, all[area.Id].Suspended, all[suspended.Id].Managers, all[suspended.Id].Suspended));
    }

    [Fact]
    public async Task ListSizes_OfATenant_CountsEachRecordOnce()
    {
        var area = await Area.MakeAsync(host);
        var client = new V1.Operations.OperationsClient(host.Service.Channel);
        var sizes = await client.ListSizesAsync(new() { TenantIds = { area.Id, "never-was" } }, host.AsOperator());
        // The partnership, of which there were four versions, and its manager's appointment.
        Assert.Equal([(area.Id, 2L, 0L), ("never-was", 0L, 0L)], sizes.Sizes.Select(size => (size.TenantId, size.Records, size.Files)));
        var listed = (await host.Client.ListTenantsAsync(new() { PageSize = 200 }, host.AsOperator())).Tenants.Single(tenant => tenant.TenantId == area.Id);
        Assert.Equal([listed.LastActAt, null], sizes.Sizes.Select(size => size.LastActAt));
        await Refusal.OfAsync(StatusCode.InvalidArgument, client.ListSizesAsync(new(), host.AsOperator()));
    }

    [Fact]
    public async Task ListTenants_ByAManager_IsRefused() => await Refusal.OfAsync(
        StatusCode.PermissionDenied, host.Client.ListTenantsAsync(new(), (await Area.MakeAsync(host)).AsManager()));
}
