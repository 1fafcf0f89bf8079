using Grpc.Core;
using Jtai.Events.V1;
using Jtai.Partners.V1;

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
            PartnersHost.With(area.ManagerToken));
        var token = host.PersonToken(Guid.NewGuid().ToString(), "agency:" + area.Police, area.Police, Capacity.CrossPartnershipLead);
        await host.Client.AgreeSharingGrantAsync(
            new() { PartnershipId = area.Id, GrantId = grant.GrantId, ExpectedVersion = 1 }, PartnersHost.With(token));

        var events = await PullAsync(area.Id, 7);
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
        var events = await PullAsync("platform", 0);
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
        var appointment = AppointmentChanged.Parser.ParseFrom((await PullAsync("agency:" + area.Police, 1)).Single().State).Appointment;
        Assert.Equal((person, Capacity.LeadSafeguardingPartner), (appointment.PersonId, appointment.Capacity));
    }

    [Fact]
    public async Task Feed_PulledByAPerson_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(new EventFeed.EventFeedClient(host.Channel).ListHeadsAsync(new(), PartnersHost.With(area.ManagerToken)));
        Assert.Equal(StatusCode.PermissionDenied, refusal.Code);
    }

    /// <summary>The stream, pulled until it holds so many; 0 takes what has been numbered when nothing was added for a while.</summary>
    private async Task<List<Event>> PullAsync(string tenant, int count)
    {
        var feed = new EventFeed.EventFeedClient(host.Channel);
        var headers = PartnersHost.With(host.Mint(new() { ["sub"] = "service:actions" }));
        var events = new List<Event>();
        for (var (after, quiet) = (0L, 0); count == 0 ? quiet < 5 : events.Count < count && quiet < 200;)
        {
            var range = await feed.ListEventsAsync(new() { TenantId = tenant, After = after }, headers);
            events.AddRange(range.Events);
            quiet = range.Events.Count == 0 ? quiet + 1 : 0;
            after = range.Through;
            await Task.Delay(range.Events.Count == 0 ? 100 : 0);
        }

        return events;
    }
}
