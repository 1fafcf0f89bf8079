using Google.Protobuf.WellKnownTypes;
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
        await KeepAllAsync(there);
        Assert.Equal(10, await CountAsync(host, there));

        await host.Inspections.EraseAsync(there.TenantId, finding.ToString(), 2, new FindingChanged());
        await host.Inspections.EraseAsync(there.TenantId, there.InspectionId.ToString(), 2, new InspectionChanged());
        await host.Partners.EraseAsync(there.TenantId, there.TenantId, 2, new PartnershipChanged());
        await host.Partners.EraseAsync("platform", there.Manager.Id.ToString(), 2, new PersonChanged());
        await host.Partners.EraseAsync("platform", there.Police, 2, new AgencyChanged());
        await host.Partners.EraseAsync("platform", there.Board, 2, new BodyChanged());
        await host.Partners.EraseAsync(there.TenantId, there.InspectionId.ToString(), 2, new PostChanged());
        await host.Partners.EraseAsync(there.TenantId, there.Manager.Id.ToString(), 2, new AppointmentChanged());
        await host.Partners.EraseAsync(there.TenantId, there.Officer.Id.ToString(), 2, new SharingGrantChanged());
        await host.Partners.EraseAsync(there.TenantId, there.TenantId, 2, new PartnershipSettingsChanged());

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
        await KeepAllAsync(there);
        Assert.Equal(10, await CountAsync(host, there));

        host.Inspections.Restore(there.TenantId, 0);
        host.Partners.Restore(there.TenantId, 0);
        host.Partners.Restore("platform", 0);

        await Eventually.SoAsync(async () => await CountAsync(host, there) == 0, "all of it is gone");
    }

    [Fact]
    public async Task Copies_OfNamesAndDates_HoldWhatWasTold()
    {
        var host = await ActionsHost.SharedAsync();
        var there = await TestPartnership.MakeAsync(host);
        await KeepAllAsync(there);
        var finding = Guid.NewGuid();
        await host.Inspections.PublishAsync(there.TenantId, finding.ToString(), 1, new FindingChanged
        {
            Finding = new()
            {
                FindingId = finding.ToString(), InspectionId = there.InspectionId.ToString(), Reference = "HSK-2026-F03", Kind = FindingKind.PriorityAction,
                LeadIn = "The partnership should ensure that:", Text = "Children are seen.", SubPoints = { "At home." }, Position = 3, Version = 1,
            },
        });

        Assert.Equal(
            "HSK-2026-F03|1|The partnership should ensure that: Children are seen.\n- At home.|3",
            (await host.Database.QueryAsync<string>("select concat_ws('|', reference, kind, words, position) from finding where finding_id = @finding", new { finding })).Single());
        Assert.Equal(
            $"Haskermoor|{there.Council},{there.Police},{there.Icb}",
            (await host.Database.QueryAsync<string>("select concat_ws('|', name, array_to_string(safeguarding_partner_ids, ',')) from partnership where tenant_id = @TenantId", new { there.TenantId })).Single());
        Assert.Equal(
            "Detective inspector|3",
            (await host.Database.QueryAsync<string>("select concat_ws('|', title, capacity) from post join appointment using (tenant_id) where tenant_id = @TenantId", new { there.TenantId })).Single());
    }

    /// <summary>An agency, a body, a post, an appointment and settings, under ids of the partnership's own.</summary>
    private static async Task KeepAllAsync(TestPartnership there)
    {
        await there.RegisterAgencyAsync(there.Police, "Moorland Police");
        await there.RegisterBodyAsync(there.Board, "Board");
        var partners = there.Host.Partners;
        await partners.PublishAsync(there.TenantId, there.InspectionId.ToString(), 1, new PostChanged
        {
            Post = new() { PostId = there.InspectionId.ToString(), AgencyId = there.Police, Title = "Detective inspector", HolderId = there.Officer.Id.ToString(), Version = 1 },
        });
        await partners.PublishAsync(there.TenantId, there.Manager.Id.ToString(), 1, new AppointmentChanged
        {
            Appointment = new()
            {
                AppointmentId = there.Manager.Id.ToString(), TenantId = there.TenantId, PersonId = there.Manager.Id.ToString(), AgencyId = there.Council,
                Capacity = Capacity.DelegatedSafeguardingPartner, StartsOn = "2026-01-01", Version = 1,
            },
        });
        await partners.PublishAsync(there.TenantId, there.Officer.Id.ToString(), 1, new SharingGrantChanged
        {
            Grant = new()
            {
                GrantId = there.Officer.Id.ToString(), PartnershipId = there.TenantId, AgencyId = there.Police, Level = SharingLevel.Plan,
                Capacities = { Capacity.CrossPartnershipLead }, State = SharingGrantState.Agreed, OfferedAt = Timestamp.FromDateTime(DateTime.UtcNow),
                ReviewOn = "2026-12-01", EndsOn = "2027-03-31", Version = 1,
            },
        });
        await partners.PublishAsync(there.TenantId, there.TenantId, 1, new PartnershipSettingsChanged { Settings = PartnershipSettings.DefaultsOf(there.TenantId) });
    }

    private static async Task<int> CountAsync(ActionsHost host, TestPartnership there) => (await host.Database.QueryAsync<int>(
        """
        select (select count(*)::int from partnership where tenant_id = @TenantId) + (select count(*)::int from inspection where tenant_id = @TenantId)
          + (select count(*)::int from finding where tenant_id = @TenantId) + (select count(*)::int from person where person_id = @Id)
          + (select count(*)::int from agency where agency_id = @Police) + (select count(*)::int from body where body_id = @Board)
          + (select count(*)::int from post where tenant_id = @TenantId) + (select count(*)::int from appointment where tenant_id = @TenantId)
          + (select count(*)::int from partnership_settings where tenant_id = @TenantId)
          + (select count(*)::int from sharing_grant where tenant_id = @TenantId)
        """,
        new { there.TenantId, there.Manager.Id, there.Police, there.Board })).Single();
}
