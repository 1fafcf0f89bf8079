using Dapper;
using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Reporting.Tests;

/// <summary>A tombstone takes what is kept out of every table, and nothing of it is kept aside.</summary>
[Collection(ReportingService.Name)]
public sealed class ErasureTests(ReportingHost host)
{
    [Fact]
    public async Task Tombstone_OfEachKind_RemovesItAndLeavesNothingInQuarantine()
    {
        var there = await TestPartnership.MakeAsync(host);
        var grant = await there.GrantAsync(SharingLevel.Plan);
        var finding = await there.FindingAsync("Children wait too long.");
        var action = await there.AddAsync();
        var kept = await there.AddAsync("kept");
        var update = await there.ProgressAsync(action);
        await there.RegisterAgencyAsync(there.Police);
        await there.RegisterBodyAsync(there.Icb);
        await there.RegisterAsync(there.Manager, "Ada Moss");
        await there.PlanIsAsync(there.InspectionId, "2026-12-05", 1);
        await host.Actions.EraseAsync(there.TenantId, there.InspectionId.ToString(), 2, new ActionPlanChanged());
        Assert.Empty(await host.Database.QueryAsync<Guid>("select plan_id from action_plan where tenant_id = @TenantId", new { there.TenantId }));
        var before = await CountAsync(there);
        Assert.Equal((1, 4, 2, 1, 1, 3), before);

        await host.Actions.EraseAsync(there.TenantId, update.UpdateId, 2, new UpdateRecorded());
        Assert.Equal(before with { Records = 3 }, await CountAsync(there));
        await host.Inspections.EraseAsync(there.TenantId, finding.ToString(), 2, new FindingChanged());
        Assert.Equal(before with { Records = 2 }, await CountAsync(there));
        await host.Actions.EraseAsync(there.TenantId, action.ActionId, action.Version + 1, new ActionChanged());
        Assert.Equal(before with { Records = 1, Listed = 1 }, await CountAsync(there));
        Assert.Equal(1, (await AcrossAsync(there)).Single().Counts.Actions);
        foreach (var (id, empty) in new (string, IMessage)[]
            { (there.Police, new AgencyChanged()), (there.Icb, new BodyChanged()), (there.Manager.Id.ToString(), new PersonChanged()) })
        {
            await host.Partners.EraseAsync("platform", id, 2, empty);
        }

        Assert.Equal(before with { Records = 1, Listed = 1, Registered = 0 }, await CountAsync(there));
        // What still stands under an erased inspection shows to nobody.
        await host.Inspections.EraseAsync(there.TenantId, there.InspectionId.ToString(), 99, new InspectionChanged());
        Assert.Equal(0, (await AcrossAsync(there)).Single().Counts.Actions);
        Assert.Empty((await host.Client.ListActionsAsync(new(), there.Manager.In(there))).Actions);
        await host.Actions.EraseAsync(there.TenantId, kept.ActionId, 2, new ActionChanged());
        await host.Partners.EraseAsync(there.TenantId, grant.GrantId, 2, new SharingGrantChanged());
        await host.Partners.EraseAsync(there.TenantId, there.TenantId, 2, new PartnershipChanged());
        Assert.Equal((0, 0, 0, 0, 0, 0), await CountAsync(there));
        Assert.Empty(await host.Database.QueryAsync<string>("select type from quarantine where tenant_id = @TenantId", new { there.TenantId }));
    }

    private async Task<IReadOnlyList<V1.SharedPartnership>> AcrossAsync(TestPartnership there) =>
        (await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host))).Partnerships;

    private async Task<(int Partnerships, int Records, int Listed, int Inspections, int Grants, int Registered)> CountAsync(TestPartnership there) =>
        (await host.Database.QueryAsync<(int, int, int, int, int, int)>(
            """
            select (select count(*)::int from partnership where tenant_id = @TenantId), (select count(*)::int from record where tenant_id = @TenantId),
              (select count(*)::int from listed_action where tenant_id = @TenantId), (select count(*)::int from inspection where tenant_id = @TenantId),
              (select count(*)::int from sharing_grant where tenant_id = @TenantId),
              (select count(*)::int from agency where agency_id = @Police) + (select count(*)::int from body where body_id = @Icb)
                + (select count(*)::int from person where person_id = @Id)
            """,
            new { there.TenantId, there.Police, there.Icb, there.Manager.Id })).Single();

    [Fact]
    public async Task Columns_ThatANewerVersionAdds_DoNotStopThisOne()
    {
        await using var apart = await ServiceHost.StartAsync<ReportingHost>();
        await using (var owner = new NpgsqlConnection(apart.Database.Owner))
        {
            await owner.ExecuteAsync(
                """
                alter table record add added text not null default 'x';
                alter table listed_action add added text not null default 'x';
                alter table plan_position add added text not null default 'x';
                alter table sharing_grant add added text not null default 'x'
                """);
        }

        var there = await TestPartnership.MakeAsync(apart);
        await there.GrantAsync(SharingLevel.Plan);
        var action = await there.AddAsync();
        await there.ProgressAsync(action);

        var shared = await apart.Client.GetSharedActionAsync(
            new() { PartnershipId = there.TenantId, ActionId = action.ActionId }, there.PoliceAcross.Across(apart));
        Assert.Single(shared.Updates);
        Assert.Empty(await apart.Database.QueryAsync<string>("select type from quarantine"));
    }
}
