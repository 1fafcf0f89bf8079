using Dapper;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>A manager corrects what is recorded of a person who works there.</summary>
[Collection(PartnersCollection.Name)]
public sealed class CorrectPersonTests(PartnersHost host)
{
    [Fact]
    public async Task CorrectPerson_ByTheManager_IsListedToldAndInTheActivity()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        await area.AppointAsync(person, Capacity.AgencyLead);

        Assert.Equal(2, (await host.Client.CorrectPersonAsync(Request(area, person), area.AsManager())).Version);

        var listed = (await host.Client.ListPeopleAsync(new(), area.AsManager())).People.Single(one => one.PersonId == person);
        Assert.Equal(("Asha Verma-Hill", "Chief inspector", area.Police, $"hill-{person}@example.org", 2L), (listed.Name, listed.JobTitle, listed.AgencyId, listed.Email, listed.Version));
        var told = await host.PullAsync("platform", "actions", events => events.Any(one => one.AggregateId == person && one.Version == 2));
        var state = PersonChanged.Parser.ParseFrom(told.Single(one => one.AggregateId == person && one.Version == 2).State).Person;
        Assert.Equal(("Asha Verma-Hill", ""), (state.Name, state.Email));
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        Assert.Equal(
            [area.Id, "platform"],
            await connection.QueryAsync<string>("select tenant_id from audit where aggregate_id = @person and version = 2 and subject = @Manager order by tenant_id", new { person, area.Manager }));
    }

    [Fact]
    public async Task CorrectPerson_OfAStaleVersionOrWithoutAChange_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        await area.AppointAsync(person, Capacity.AgencyLead);
        await host.Client.CorrectPersonAsync(Request(area, person), area.AsManager());
        Assert.Equal(2, (await Refusal.OfAsync(StatusCode.Aborted, host.Client.CorrectPersonAsync(Request(area, person), area.AsManager()))).CurrentVersion);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectPersonAsync(new(Request(area, person)) { ExpectedVersion = 2 }, area.AsManager()));
    }

    [Fact]
    public async Task CorrectPerson_WithWhatCannotBe_SaysAllOfIt()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        await area.AppointAsync(person, Capacity.AgencyLead);
        var refusal = await Refusal.OfAsync(
            StatusCode.InvalidArgument, host.Client.CorrectPersonAsync(new() { PersonId = person, ExpectedVersion = 1, JobTitle = new string('x', 201), Email = "nobody" }, area.AsManager()));
        Assert.Equal(["agency_id", "email", "job_title", "name"], refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CorrectPerson_ToTheAddressOfSomebodyElse_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var (person, other) = (await Area.PersonAsync(host, area.Police), Area.NewSubject());
        await Area.PersonAsync(host, area.Police, other);
        await area.AppointAsync(person, Capacity.AgencyLead);
        var refusal = await Refusal.OfAsync(
            StatusCode.FailedPrecondition, host.Client.CorrectPersonAsync(new(Request(area, person)) { Email = other.ToUpperInvariant() + "@example.org" }, area.AsManager()));
        Assert.Contains("somebody else's", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CorrectPerson_AddressOfWhoIsInvitedAndWorksElsewhereToo_IsRefusedUntilTheyHaveSignedIn()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.MakeAsync(host, area.Police);
        var invited = new AppointNewPersonRequest
        {
            Person = new() { Name = "Asha Verma", JobTitle = "Inspector", AgencyId = area.Police, Email = Area.NewSubject() + "@example.org", Issuer = host.Provider.Issuer },
            Capacity = Capacity.AgencyLead,
        };
        var appointed = await host.Client.AppointNewPersonAsync(invited, area.AsManager());
        var person = (await host.Client.ListPeopleAsync(new(), area.AsManager())).Appointments.Single(one => one.AppointmentId == appointed.AppointmentId).PersonId;
        var mistyped = await host.Client.CorrectPersonAsync(Request(area, person), area.AsManager());
        await other.AppointAsync(person, Capacity.AgencyLead);

        // Whoever had that address would sign in as them, and have their role in the other partnership.
        var taken = new CorrectPersonRequest(Request(area, person)) { ExpectedVersion = mistyped.Version, Email = Area.NewSubject() + "@example.org" };
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectPersonAsync(taken, area.AsManager()));
        await host.Client.CorrectPersonAsync(new(taken) { Email = Request(area, person).Email, JobTitle = "Superintendent" }, area.AsManager());
    }

    [Fact]
    public async Task CorrectPerson_AddressOfWhoIsProposedAsManagerElsewhere_IsRefusedUntilThatIsOver()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.MakeAsync(host, area.Police, appointManager: false);
        var tenants = new V1.Tenants.TenantsClient(host.Service.Channel);
        var invited = new RegisterPersonRequest
        {
            Name = "Asha Verma", JobTitle = "Inspector", AgencyId = area.Police, Email = Area.NewSubject() + "@example.org", Issuer = host.Provider.Issuer,
        };
        await tenants.ProposeRecoveryAsync(new() { TenantId = other.Id, Person = invited }, host.AsOperator());
        var appointed = await host.Client.AppointNewPersonAsync(new() { Person = invited, Capacity = Capacity.AgencyLead }, area.AsManager());
        var person = (await host.Client.ListPeopleAsync(new(), area.AsManager())).Appointments.Single(one => one.AppointmentId == appointed.AppointmentId).PersonId;

        // Whoever has that address would sign in as them, and become manager there.
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectPersonAsync(Request(area, person), area.AsManager()));

        await tenants.RefuseRecoveryAsync(new() { TenantId = other.Id, Reason = "Somebody else.", ExpectedVersion = 1 }, host.AsOperator());
        await host.Client.CorrectPersonAsync(Request(area, person), area.AsManager());
    }

    [Fact]
    public async Task CorrectPerson_AddressOfWhoWorksElsewhereToo_KeepsItsDomainAndStandsInTheActivityThere()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.MakeAsync(host, area.Police);
        var person = await Area.PersonAsync(host, area.Police);
        await area.AppointAsync(person, Capacity.AgencyLead);
        var there = await other.AppointAsync(person, Capacity.Contributor);
        foreach (var address in new[] { $"hill-{person}@elsewhere.example", $"hill-{person}@example.org.elsewhere.example", $"hill-{person}@notexample.org" })
        {
            var refusal = await Refusal.OfAsync(
                StatusCode.FailedPrecondition, host.Client.CorrectPersonAsync(new(Request(area, person)) { Email = address }, area.AsManager()));
            Assert.Contains("after the @, example.org", refusal.Message, StringComparison.Ordinal);
        }

        await host.Client.CorrectPersonAsync(Request(area, person), area.AsManager());
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        Assert.Equal(
            new (string, string?)[] { (area.Id, area.Council), (other.Id, null), ("platform", area.Council) }.OrderBy(one => one.Item1, StringComparer.Ordinal),
            (await connection.QueryAsync<(string, string?)>(
                "select tenant_id, agency_id from audit where entity = 'PersonChanged' and aggregate_id = @person and version = 2", new { person }))
                .OrderBy(one => one.Item1, StringComparer.Ordinal));

        await host.Client.EndAppointmentAsync(new() { AppointmentId = there.AppointmentId, ExpectedVersion = 1 }, other.AsManager());
        await host.Client.CorrectPersonAsync(new(Request(area, person)) { Email = $"hill-{person}@elsewhere.example", ExpectedVersion = 2 }, area.AsManager());
    }

    [Fact]
    public async Task CorrectPerson_WhoNeverHadARoleHere_IsNotFound()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var theirs = await Area.PersonAsync(host, other.Police);
        await other.AppointAsync(theirs, Capacity.AgencyLead);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.CorrectPersonAsync(Request(area, theirs), area.AsManager()));
    }

    [Fact]
    public async Task CorrectPerson_WhoLeftAndWorksElsewhere_IsTheOtherManagers()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.MakeAsync(host, area.Police);
        var person = await Area.PersonAsync(host, area.Police);
        var here = await area.AppointAsync(person, Capacity.AgencyLead);
        await other.AppointAsync(person, Capacity.AgencyLead);
        await host.Client.EndAppointmentAsync(new() { AppointmentId = here.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectPersonAsync(Request(area, person), area.AsManager()));
        await host.Client.CorrectPersonAsync(Request(area, person), other.AsManager());
    }

    [Fact]
    public async Task CorrectPerson_ToAnotherAgency_WaitsUntilNothingIsHeldForTheOldOne()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.MakeAsync(host, area.Police);
        var person = await Area.PersonAsync(host, area.Police);
        var here = await area.AppointAsync(person, Capacity.AgencyLead);
        var there = await other.AppointAsync(person, Capacity.Contributor);
        var post = await host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = "DCI" }, area.AsManager());
        await host.Client.FillPostAsync(new() { PostId = post.PostId, HolderId = person, ExpectedVersion = 1 }, area.AsManager());
        var move = new CorrectPersonRequest(Request(area, person)) { AgencyId = area.Charity };

        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectPersonAsync(move, area.AsManager()));
        Assert.Contains("a role here, and a role in another partnership or for their agency as a whole, and a post here", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["agency_id"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.CorrectPersonAsync(new(move) { AgencyId = other.Council }, area.AsManager()))).Fields);

        await host.Client.EndAppointmentAsync(new() { AppointmentId = here.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
        await host.Client.EndAppointmentAsync(new() { AppointmentId = there.AppointmentId, ExpectedVersion = 1 }, other.AsManager());
        await host.Client.FillPostAsync(new() { PostId = post.PostId, ExpectedVersion = 2 }, area.AsManager());
        await host.Client.CorrectPersonAsync(move, area.AsManager());
        Assert.Equal(area.Charity, (await host.Client.ListPeopleAsync(new(), area.AsManager())).People.Single(one => one.PersonId == person).AgencyId);
        await area.AppointAsync(person, Capacity.AgencyLead);
    }

    [Theory]
    [InlineData(Capacity.AgencyLead)]
    [InlineData(Capacity.LeadSafeguardingPartner)]
    public async Task CorrectPerson_ByAnybodyElse_IsDenied(Capacity capacity)
    {
        var area = await Area.MakeAsync(host);
        var headers = TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Police, capacity));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.CorrectPersonAsync(Request(area, area.Manager), headers));
    }

    [Fact]
    public async Task CorrectPerson_InAnAgencysWorkspace_IsItsManagersAndKeepsTheAgency()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        await host.Client.AppointAsync(new() { TenantId = "agency:" + area.Police, PersonId = person, Capacity = Capacity.CrossPartnershipLead }, host.AsOperator());
        Metadata Manager() => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "agency:" + area.Police, area.Police, Capacity.PartnershipManager));
        Assert.Equal(2, (await host.Client.CorrectPersonAsync(Request(area, person), Manager())).Version);
        await Refusal.OfAsync(
            StatusCode.InvalidArgument, host.Client.CorrectPersonAsync(new(Request(area, person)) { ExpectedVersion = 2, AgencyId = area.Charity }, Manager()));
    }

    private static CorrectPersonRequest Request(Area area, string person) => new()
    {
        PersonId = person, ExpectedVersion = 1, Name = "Asha Verma-Hill", JobTitle = "Chief inspector", AgencyId = area.Police, Email = $"hill-{person}@example.org",
    };
}
