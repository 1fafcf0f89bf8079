using Dapper;
using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>What people want to be told of, and who learns their addresses.</summary>
[Collection(PartnersCollection.Name)]
public sealed class SettingsOfPeopleTests(PartnersHost host)
{
    [Fact]
    public async Task Preferences_SavedInOnePartnership_HoldInAllAndForNobodyElse()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var person = await Area.PersonAsync(host, area.Police);
        Assert.Equal(new NotificationPreferences(), await host.SettingsClient.GetPreferencesAsync(new(), As(person, area.Id, area)));
        var reply = await host.SettingsClient.SavePreferencesAsync(Weekly(), As(person, area.Id, area));
        Assert.Equal(1, reply.Version);

        var across = TestTokens.Bearer(host.Tokens.AcrossPartnerships(Guid.Parse(person), area.Police, Capacity.CrossPartnershipLead));
        foreach (var headers in (Metadata[])[As(person, other.Id, area), As(person, "agency:" + area.Police, area), across])
        {
            var preferences = await host.SettingsClient.GetPreferencesAsync(new(), headers);
            Assert.Equal((1, NotificationKind.DueSoon, NotificationTiming.Weekly), (preferences.Version, preferences.Preferences.Single().Kind, preferences.Preferences.Single().Timing));
        }

        Assert.Empty((await host.SettingsClient.GetPreferencesAsync(new(), As(area.Manager, area.Id, area))).Preferences);
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        Assert.Equal(["Collection"], await connection.QueryAsync<string>("select kind from audit where entity = 'NotificationPreferences' and subject = @person", new { person }));
    }

    [Fact]
    public async Task SavePreferences_OfAStaleVersion_IsRefusedWithThePresentOne()
    {
        var area = await Area.MakeAsync(host);
        await host.SettingsClient.SavePreferencesAsync(Weekly(), As(area.Manager, area.Id, area));
        Assert.Equal(1, (await Refusal.OfAsync(StatusCode.Aborted, host.SettingsClient.SavePreferencesAsync(Weekly(), As(area.Manager, area.Id, area)))).CurrentVersion);
        await host.SettingsClient.SavePreferencesAsync(new() { ExpectedVersion = 1 }, As(area.Manager, area.Id, area));
        Assert.Empty((await host.SettingsClient.GetPreferencesAsync(new(), As(area.Manager, area.Id, area))).Preferences);
    }

    [Fact]
    public async Task SavePreferences_WhatCannotBe_IsInvalidByItsField()
    {
        var area = await Area.MakeAsync(host);
        foreach (var (field, preferences) in ((string, NotificationPreference[])[])
            [
                ("preferences", [new() { Kind = NotificationKind.DueSoon, Timing = NotificationTiming.Never }, new() { Kind = NotificationKind.DueSoon, Timing = NotificationTiming.Weekly }]),
                ("preferences.kind", [new() { Kind = (NotificationKind)99, Timing = NotificationTiming.Never }]),
                ("preferences.timing", [new() { Kind = NotificationKind.DueSoon }]),
            ])
        {
            Assert.Equal([field], (await Refusal.OfAsync(
                StatusCode.InvalidArgument, host.SettingsClient.SavePreferencesAsync(new() { Preferences = { preferences } }, As(area.Manager, area.Id, area)))).Fields);
        }
    }

    [Fact]
    public async Task ListContacts_ForTheServiceActions_HoldsThoseWhoAreAppointedToday()
    {
        var area = await Area.MakeAsync(host);
        var (stays, leaver, comes, stranger) = (
            await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Police));
        await area.AppointAsync(stays, Capacity.AgencyLead);
        var ended = await area.AppointAsync(leaver, Capacity.Contributor);
        await host.Client.EndAppointmentAsync(new() { AppointmentId = ended.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
        await area.AppointAsync(comes, Capacity.Contributor, startsOn: DateOnly.FromDateTime(DateTime.UtcNow).AddDays(3).ToIso());
        // Appointed elsewhere is not appointed here.
        var other = await Area.MakeAsync(host, area.Police);
        await other.AppointAsync(stranger, Capacity.AgencyLead);
        await host.SettingsClient.SavePreferencesAsync(Weekly(), As(stays, area.Id, area));

        var contacts = (await host.SettingsClient.ListContactsAsync(
            new() { PartnershipId = area.Id, PersonIds = { stays, leaver, comes, stranger, Guid.NewGuid().ToString(), "nobody" } }, AsService("actions"))).Contacts;
        var contact = Assert.Single(contacts);
        Assert.Equal((stays, true, NotificationTiming.Weekly), (contact.PersonId, contact.Email.EndsWith("@example.org", StringComparison.Ordinal), contact.Preferences.Single().Timing));
    }

    [Theory]
    [InlineData(Capacity.CrossPartnershipLead, true)]
    [InlineData(Capacity.LeadSafeguardingPartner, true)]
    [InlineData(Capacity.AgencyLead, false)]
    public async Task ListContacts_OfWhoCanAgreeForAPartnerAgency_HoldsThemForSharingAlone(Capacity capacity, bool held)
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var (theirs, strangers) = (await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, other.Police));
        foreach (var (person, agency) in new[] { (theirs, area.Police), (strangers, other.Police) })
        {
            await host.Client.AppointAsync(new() { TenantId = "agency:" + agency, PersonId = person, Capacity = capacity }, host.AsOperator());
        }

        var contacts = (await host.SettingsClient.ListContactsAsync(
            new() { PartnershipId = area.Id, PersonIds = { theirs, strangers, area.Manager } }, AsService("actions"))).Contacts;
        Assert.Equal(
            new[] { (area.Manager, false), (theirs, true) }.Where(one => held || !one.Item2).Order(),
            contacts.Select(one => (one.PersonId, one.ForSharingAlone)).Order());
    }

    [Fact]
    public async Task ListContacts_ForAnybodyElse_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        var request = new ListContactsRequest { PartnershipId = area.Id, PersonIds = { area.Manager } };
        foreach (var headers in (Metadata[])[area.AsManager(), host.AsOperator(), AsService("reporting"), AsService("portal")])
        {
            await Refusal.OfAsync(StatusCode.PermissionDenied, host.SettingsClient.ListContactsAsync(request, headers));
        }
    }

    [Fact]
    public async Task ListContacts_OfMoreThanItsBound_IsInvalid()
    {
        var request = new ListContactsRequest { PartnershipId = "area-any", PersonIds = { Enumerable.Range(0, 201).Select(_ => Guid.NewGuid().ToString()) } };
        Assert.Equal(["person_ids"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.SettingsClient.ListContactsAsync(request, AsService("actions")))).Fields);
    }

    private static SavePreferencesRequest Weekly() =>
        new() { Preferences = { new NotificationPreference { Kind = NotificationKind.DueSoon, Timing = NotificationTiming.Weekly } } };

    private Metadata As(string person, string tenant, Area area) => TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(person), tenant, area.Police, Capacity.AgencyLead));

    private Metadata AsService(string name) => TestTokens.Bearer(host.Tokens.ForService(name));
}
