using Grpc.Core;
using Jtai.Events.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class EventTests(PartnersHost host)
{
    [Fact]
    public async Task Streams_AfterAPartnershipsLife_HoldItsStatesInOrder()
    {
        var area = await Area.MakeAsync(host);
        var grant = await host.Client.OfferSharingGrantAsync(
            new() { AgencyId = area.Police, AgreementReference = "ISA-12", Capacities = { Capacity.CrossPartnershipLead } },
            area.AsManager());
        var token = host.Tokens.ForPerson(Guid.NewGuid(), "agency:" + area.Police, area.Police, Capacity.CrossPartnershipLead);
        await host.Client.AgreeSharingGrantAsync(
            new() { PartnershipId = area.Id, GrantId = grant.GrantId, ExpectedVersion = 1 }, TestTokens.Bearer(token));

        var events = await host.PullAsync(area.Id, "actions", events => events.Count == 7);
        Assert.Equal(
            [
                ("PartnershipChanged", 1), ("PartnershipChanged", 2), ("PartnershipChanged", 3), ("PartnershipChanged", 4),
                ("AppointmentChanged", 1), ("SharingGrantChanged", 1), ("SharingGrantChanged", 2),
            ],
            events.Select(one => (one.Type["jtai.partners.v1.".Length..], (int)one.Version)));
        Assert.Equal(3, PartnershipChanged.Parser.ParseFrom(events[3].State).Partnership.Agencies.Count);
        Assert.Equal(SharingLevel.OwnActions, SharingGrantChanged.Parser.ParseFrom(events[6].State).Grant.EffectiveLevel);
    }

    [Fact]
    public async Task PlatformStream_AfterRegistering_HasPersonWithoutEmailAndAgency()
    {
        var area = await Area.MakeAsync(host);
        var events = await host.PullAsync("platform", "actions", events => events.Any(one => one.AggregateId == area.Manager));
        Assert.Contains(events, one => one.Type == AgencyChanged.Descriptor.FullName && one.AggregateId == area.Police);
        var person = PersonChanged.Parser.ParseFrom(events.Single(one => one.AggregateId == area.Manager).State).Person;
        Assert.Equal((area.Council, ""), (person.AgencyId, person.Email));
    }

    [Fact]
    public async Task WorkspaceStream_AfterAnAgencyWideAppointment_HoldsIt()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        await host.Client.AppointAsync(
            new() { TenantId = "agency:" + area.Police, PersonId = person, Capacity = Capacity.LeadSafeguardingPartner }, host.AsOperator());
        var appointment = AppointmentChanged.Parser.ParseFrom((await host.PullAsync("agency:" + area.Police, "actions", events => events.Count > 0)).Single().State).Appointment;
        Assert.Equal((person, Capacity.LeadSafeguardingPartner), (appointment.PersonId, appointment.Capacity));
    }

    [Fact]
    public async Task Feed_PulledByAPerson_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        await Refusal.OfAsync(StatusCode.PermissionDenied, new EventFeed.EventFeedClient(host.Service.Channel).ListHeadsAsync(new(), area.AsManager()));
    }
}
