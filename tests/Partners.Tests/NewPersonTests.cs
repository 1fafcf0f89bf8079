using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>A manager registers somebody of a partner agency with their first appointment.</summary>
[Collection(PartnersCollection.Name)]
public sealed class NewPersonTests(PartnersHost host)
{
    [Fact]
    public async Task AppointNewPerson_ByTheManager_IsListedSignsInAndIsTold()
    {
        var area = await Area.MakeAsync(host);
        var request = Request(area);

        var appointed = await host.Client.AppointNewPersonAsync(request, area.AsManager());

        var people = await host.Client.ListPeopleAsync(new(), area.AsManager());
        var appointment = people.Appointments.Single(one => one.AppointmentId == appointed.AppointmentId);
        var person = people.People.Single(one => one.PersonId == appointment.PersonId);
        Assert.Equal(("Asha Verma", "Detective inspector", area.Police, request.Person.Email), (person.Name, person.JobTitle, person.AgencyId, person.Email));
        Assert.Equal((Capacity.AgencyLead, area.Police), (appointment.Capacity, appointment.AgencyId));
        var session = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdTokenOf(request.Person.Email, Area.NewSubject()), Nonce = "nonce" }, host.AsPortal());
        Assert.Equal([area.Id], session.Session.Workplaces.Select(place => place.TenantId));
        var told = await host.PullAsync("platform", "actions", events => events.Any(one => one.AggregateId == person.PersonId));
        Assert.Equal("", PersonChanged.Parser.ParseFrom(told.First(one => one.AggregateId == person.PersonId).State).Person.Email);
    }

    [Fact]
    public async Task AppointNewPerson_WhoIsRegisteredAlready_IsAppointedAsTheyAre()
    {
        var area = await Area.MakeAsync(host);
        var request = Request(area);
        await host.Client.AppointNewPersonAsync(request, area.AsManager());
        var again = new AppointNewPersonRequest(request) { Capacity = Capacity.Verifier };
        (again.Person.Name, again.Person.Email) = ("Another spelling", request.Person.Email.ToUpperInvariant());

        await host.Client.AppointNewPersonAsync(again, area.AsManager());

        var people = await host.Client.ListPeopleAsync(new(), area.AsManager());
        var person = people.People.Single(one => one.PersonId != area.Manager);
        Assert.Equal(("Asha Verma", 2), (person.Name, people.Appointments.Count(one => one.PersonId == person.PersonId)));
        var twice = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointNewPersonAsync(request, area.AsManager()));
        Assert.Contains("They have this role already", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppointNewPerson_WithTheAddressOfSomebodyOfAnotherAgency_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var request = Request(area);
        await host.Client.AppointNewPersonAsync(request, area.AsManager());
        var otherAgency = new AppointNewPersonRequest(request) { Capacity = Capacity.Verifier };
        otherAgency.Person.AgencyId = area.Council;
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointNewPersonAsync(otherAgency, area.AsManager()));
        Assert.Contains("known with another agency", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppointNewPerson_ByAClientWithTheIdentityOfSomebodyElse_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var request = Request(area, Area.NewSubject());
        await host.Client.AppointNewPersonAsync(request, host.AsClient(area.Id, Capacity.PartnershipManager));
        var otherAddress = Request(area, request.Person.Subject);
        var otherSubject = new AppointNewPersonRequest(request) { Capacity = Capacity.Verifier };
        otherSubject.Person.Subject = Area.NewSubject();
        foreach (var wrong in new[] { otherAddress, otherSubject })
        {
            await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointNewPersonAsync(wrong, host.AsClient(area.Id, Capacity.PartnershipManager)));
        }

        await host.Client.AppointNewPersonAsync(new(request) { Capacity = Capacity.Verifier }, host.AsClient(area.Id, Capacity.PartnershipManager));
    }

    [Fact]
    public async Task AppointNewPerson_OfAnAgencyThatIsNoPartner_AnswersAsOfOneThatNobodyRegistered()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        foreach (var agency in new[] { other.Police, "nobody-at-all" })
        {
            var request = Request(area);
            request.Person.AgencyId = agency;
            var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.AppointNewPersonAsync(request, area.AsManager()));
            Assert.Equal(("agency_id", "Choose one of the agencies here."), refusal.Sentences.Select(one => (one.Key, one.Value)).Single());
        }
    }

    [Fact]
    public async Task AppointNewPerson_LeftEmpty_SaysAllThatIsMissing()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.AppointNewPersonAsync(new() { StartsOn = "soon" }, area.AsManager()));
        Assert.Equal(["agency_id", "capacity", "email", "issuer", "job_title", "name", "starts_on"], refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AppointNewPerson_ThatCannotBeAppointed_RegistersNobody()
    {
        var area = await Area.MakeAsync(host);
        var request = Request(area);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointNewPersonAsync(OfCharity(Capacity.LeadSafeguardingPartner), area.AsManager()));
        // The same address: it is free.
        await host.Client.AppointNewPersonAsync(OfCharity(Capacity.AgencyLead), area.AsManager());

        AppointNewPersonRequest OfCharity(Capacity capacity)
        {
            var wanted = new AppointNewPersonRequest(request) { Capacity = capacity };
            wanted.Person.AgencyId = area.Charity;
            return wanted;
        }
    }

    [Fact]
    public async Task AppointNewPerson_OfOneAddressAtOnce_IsOnePerson()
    {
        var area = await Area.MakeAsync(host);
        var request = Request(area);
        Capacity[] capacities = [Capacity.AgencyLead, Capacity.Verifier, Capacity.BoardMember];
        await Task.WhenAll(capacities.Select(capacity =>
            host.Client.AppointNewPersonAsync(new(request) { Capacity = capacity }, area.AsManager()).ResponseAsync));
        Assert.Equal(2, (await host.Client.ListPeopleAsync(new(), area.AsManager())).People.Count);
    }

    [Theory]
    [InlineData(Capacity.LeadSafeguardingPartner)]
    [InlineData(Capacity.AgencyLead)]
    public async Task AppointNewPerson_BySomebodyElse_IsDenied(Capacity capacity)
    {
        var area = await Area.MakeAsync(host);
        var caller = TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(area.Manager), area.Id, area.Council, capacity));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AppointNewPersonAsync(Request(area), caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AppointNewPersonAsync(Request(area), host.AsOperator()));
    }

    private AppointNewPersonRequest Request(Area area, string? subject = null) => new()
    {
        Person = new()
        {
            Name = "Asha Verma", JobTitle = "Detective inspector", AgencyId = area.Police, Email = Area.NewSubject() + "@example.org",
            Issuer = host.Provider.Issuer, Subject = subject ?? "",
        },
        Capacity = Capacity.AgencyLead,
    };
}
