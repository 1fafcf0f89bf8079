using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class AppointmentTests(PartnersHost host)
{
    [Fact]
    public async Task Appoint_ByManager_IsListedWithThePerson()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        var appointment = await area.AppointAsync(person, Capacity.AgencyLead);
        var people = await host.Client.ListPeopleAsync(new(), area.AsManager());
        Assert.Equal(new[] { area.Manager, person }.Order(), people.People.Select(one => one.PersonId).Order());
        Assert.Contains(people.Appointments, one => one.AppointmentId == appointment.AppointmentId && one.AgencyId == area.Police);
    }

    [Fact]
    public async Task Appoint_AChairToAGroup_NamesItForTheDeputyTooAndTwiceInNoGroup()
    {
        var area = await Area.MakeAsync(host);
        var (person, colleague) = (await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Police));
        var request = new AppointRequest { PersonId = person, Capacity = Capacity.SubGroupChair, BodyId = area.Group };

        var chair = await host.Client.AppointAsync(request, area.AsManager());
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointAsync(request, area.AsManager()));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointAsync(new(request) { BodyId = "" }, area.AsManager()));
        var stranger = await Refusal.OfAsync(host.Client.AppointAsync(new(request) { BodyId = "another-group" }, area.AsManager()));
        var noChair = await Refusal.OfAsync(host.Client.AppointAsync(new(request) { Capacity = Capacity.Verifier }, area.AsManager()));
        var deputy = await host.Client.NameDeputyAsync(
            new()
            {
                AppointmentId = chair.AppointmentId, PersonId = colleague, ExpectedVersion = 1, StartsOn = host.Clock.Today().ToIso(), EndsOn = host.Clock.Today().AddDays(7).ToIso(),
            },
            area.AsManager());

        Assert.Equal(["body_id", "body_id"], stranger.Fields.Concat(noChair.Fields));
        var appointments = (await host.Client.ListPeopleAsync(new(), area.AsManager())).Appointments;
        Assert.Equal([area.Group, area.Group], new[] { chair, deputy }.Select(one => appointments.Single(listed => listed.AppointmentId == one.AppointmentId).BodyId));
    }

    [Fact]
    public async Task ListPeople_AfterAnEnd_PutsCurrentOnesFirst()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police, "0-first-by-name-" + area.Id);
        var appointment = await area.AppointAsync(person, Capacity.AgencyLead);
        await host.Client.EndAppointmentAsync(
            new() { AppointmentId = appointment.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
        var people = await host.Client.ListPeopleAsync(new(), area.AsManager());
        Assert.Equal([area.Manager, person], people.People.Select(one => one.PersonId));
        Assert.Equal(2, people.Appointments[^1].Version);
    }

    [Fact]
    public async Task ListPeople_OfEachCapacity_ShowsAddressesToTheManagerAndToOneself()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        await area.AppointAsync(person, Capacity.AgencyLead);
        var all = await host.Client.ListPeopleAsync(new(), area.AsManager());
        Assert.All(all.People, one => Assert.EndsWith("@example.org", one.Email, StringComparison.Ordinal));

        foreach (var capacity in AccessPolicy.AnyCapacity.Except([Capacity.PartnershipManager]))
        {
            var people = await host.Client.ListPeopleAsync(
                new(), TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(person), area.Id, area.Police, capacity)));
            Assert.Equal([person], people.People.Where(one => one.Email.Length > 0).Select(one => one.PersonId));
            Assert.Equal(all.People.Select(one => one.Name), people.People.Select(one => one.Name));
        }
    }

    [Fact]
    public async Task ListPeople_OfOneAgencyInTwoPartnerships_ShowsOnlyOnesOwn()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.MakeAsync(host, area.Police);
        var person = await Area.PersonAsync(host, area.Police);
        await other.AppointAsync(person, Capacity.AgencyLead);
        var people = await host.Client.ListPeopleAsync(new(), area.AsManager());
        Assert.Equal([area.Manager], people.People.Select(one => one.PersonId));
    }

    [Fact]
    public async Task Appoint_PersonOfNoPartner_IsInvalidAsOneThatNeverWas()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var answers = new List<(StatusCode, string, string)>();
        foreach (var person in (string[])[await Area.PersonAsync(host, other.Charity), Guid.NewGuid().ToString()])
        {
            var refusal = await Refusal.OfAsync(host.Client.AppointAsync(
                new() { PersonId = person, Capacity = Capacity.Contributor }, area.AsManager()));
            answers.Add((refusal.Code, refusal.Message, refusal.Fields.Single()));
        }

        Assert.Equal((StatusCode.InvalidArgument, "person_id"), (answers.Distinct().Single().Item1, answers[0].Item3));
    }

    [Theory]
    [InlineData(Capacity.PartnershipManager)]
    [InlineData(Capacity.Contributor)]
    public async Task Appoint_ByOperatorInAPartnershipThatHasAManager_IsRefusedAndSaysWhoDoes(Capacity capacity)
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(host.Client.AppointAsync(
            new() { TenantId = area.Id, PersonId = await Area.PersonAsync(host, area.Council), Capacity = capacity }, host.AsOperator()));
        Assert.Equal((StatusCode.FailedPrecondition, true), (refusal.Code, refusal.Message.Contains("Its manager appoints people", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Appoint_FirstManagersOfAnAliasByOperatorAtOnce_IsDoneOnce()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var aliases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Area.PersonAsync(host, area.Council)));
        var codes = await Task.WhenAll(aliases.Select(async alias => await Refusal.CodeAsync(host.Client.AppointAsync(
            new() { TenantId = area.Id, PersonId = alias, Capacity = Capacity.PartnershipManager }, host.AsOperator()).ResponseAsync)));
        Assert.Equal((1, 3), (codes.Count(code => code == StatusCode.OK), codes.Count(code => code == StatusCode.FailedPrecondition)));
    }

    [Fact]
    public async Task Appoint_ManagerAsVerifier_IsRefusedWithTheReason()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(host.Client.AppointAsync(
            new() { PersonId = area.Manager, Capacity = Capacity.Verifier }, area.AsManager()));
        Assert.Equal((StatusCode.FailedPrecondition, true), (refusal.Code, refusal.Message.Contains("does not run the plan", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Appoint_TwoThatCheckEachOtherAtOnce_IsDoneOnce()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Council);
        var codes = await WritesThatMeet.AtAsync(
            host.Database,
            area.Id,
            new[] { Capacity.IndependentScrutineer, Capacity.AgencyLead, Capacity.PartnershipManager }.Select<Capacity, Func<Task<StatusCode>>>(
                capacity => () => Refusal.CodeAsync(
                    host.Client.AppointAsync(new() { PersonId = person, Capacity = capacity }, area.AsManager()).ResponseAsync)));
        // A manager may lead for their agency; neither goes with the scrutineer.
        Assert.InRange(codes.Count(code => code == StatusCode.OK), 1, 2);
        Assert.NotEqual([StatusCode.OK, StatusCode.OK], codes.Take(2));
        Assert.NotEqual([StatusCode.OK, StatusCode.OK], codes.Where((_, index) => index != 1));
    }

    [Fact]
    public async Task Appoint_ByLeadSafeguardingPartner_AppointsTheNextManagerAndNobodyElse()
    {
        var area = await Area.MakeAsync(host);
        var lead = await Area.PersonAsync(host, area.Police);
        await area.AppointAsync(lead, Capacity.LeadSafeguardingPartner);
        var token = host.Tokens.ForPerson(Guid.Parse(lead), area.Id, area.Police, Capacity.LeadSafeguardingPartner);
        var next = await Area.PersonAsync(host, area.Council);
        var refusal = await Refusal.OfAsync(host.Client.AppointAsync(new() { PersonId = next, Capacity = Capacity.Verifier }, TestTokens.Bearer(token)));
        await host.Client.AppointAsync(new() { PersonId = next, Capacity = Capacity.PartnershipManager }, TestTokens.Bearer(token));
        Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
    }

    [Fact]
    public async Task EndAppointment_TwoManagersWhoEndEachOtherAtOnce_LeavesOne()
    {
        var area = await Area.MakeAsync(host);
        var second = await Area.PersonAsync(host, area.Council);
        var appointed = await area.AppointAsync(second, Capacity.PartnershipManager);
        var people = await host.Client.ListPeopleAsync(new(), area.AsManager());
        var first = people.Appointments.Single(one => one.PersonId == area.Manager);
        var codes = await WritesThatMeet.AtAsync(host.Database, area.Id, new[] { first.AppointmentId, appointed.AppointmentId }.Select<string, Func<Task<StatusCode>>>(
            id => () => Refusal.CodeAsync(
                host.Client.EndAppointmentAsync(new() { AppointmentId = id, ExpectedVersion = 1 }, area.AsManager()).ResponseAsync)));
        Assert.Equal([StatusCode.OK, StatusCode.FailedPrecondition], codes.Order());
    }

    [Fact]
    public async Task Appoint_TwiceAtOnce_IsDoneOnce()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Refusal.CodeAsync(area.AppointAsync(person, Capacity.AgencyLead))));
        Assert.Equal(1, results.Count(code => code == StatusCode.OK));
        Assert.Equal(3, results.Count(code => code == StatusCode.FailedPrecondition));
    }

    [Fact]
    public async Task Appoint_InAnotherTenantByManager_IsNotFound()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        foreach (var tenant in (string[])[other.Id, "agency:" + area.Council, "platform", "never-was"])
        {
            var refusal = await Refusal.OfAsync(host.Client.AppointAsync(
                new() { TenantId = tenant, PersonId = area.Manager, Capacity = Capacity.Verifier }, area.AsManager()));
            Assert.Equal((StatusCode.NotFound, "There is no such partnership."), (refusal.Code, refusal.Message));
        }
    }

    [Fact]
    public async Task Appoint_OperatorThemselves_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var operatorToken = host.Tokens.ForPerson(Guid.Parse(area.Manager), "platform", area.Council, Capacity.PlatformOperator);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointAsync(
            new() { TenantId = area.Id, PersonId = area.Manager, Capacity = Capacity.Verifier }, TestTokens.Bearer(operatorToken)));
    }

    [Fact]
    public async Task EndAppointment_OfAnotherPartnership_IsNotFoundAsOneThatNeverWas()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var theirs = await other.AppointAsync(await Area.PersonAsync(host, other.Police), Capacity.AgencyLead);
        var answers = new List<Refusal>();
        foreach (var id in (string[])[theirs.AppointmentId, Guid.NewGuid().ToString(), "no-id"])
        {
            answers.Add(await Refusal.OfAsync(host.Client.EndAppointmentAsync(
                new() { AppointmentId = id, ExpectedVersion = 1 }, area.AsManager())));
        }

        Assert.Equal([(StatusCode.NotFound, "There is no such appointment.")], answers.Select(one => (one.Code, one.Message)).Distinct());
        // Theirs is untouched: its own manager still ends version 1.
        await host.Client.EndAppointmentAsync(
            new() { AppointmentId = theirs.AppointmentId, ExpectedVersion = 1 }, other.AsManager());
    }

    /// <summary>What one operator, or the API client that appoints operators, ends by themselves.</summary>
    [Theory]
    [InlineData("partnership", false, false)]
    [InlineData("partnership", true, false)]
    [InlineData("workspace", false, true)]
    [InlineData("workspace", true, true)]
    [InlineData("platform", false, false)]
    [InlineData("platform", true, true)]
    public async Task EndAppointment_ByOneOperator_IsAsTheMatrixSays(string place, bool isClient, bool may)
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        var appointment = place switch
        {
            "platform" => await host.Client.AppointAsync(new() { TenantId = "platform", PersonId = person, Capacity = Capacity.PlatformOperator }, host.AsRegister()),
            "workspace" => await host.Client.AppointAsync(
                new() { TenantId = "agency:" + area.Police, PersonId = person, Capacity = Capacity.CrossPartnershipLead }, host.AsOperator()),
            _ => await area.AppointAsync(person, Capacity.LeadSafeguardingPartner),
        };
        Assert.Equal(may ? StatusCode.OK : StatusCode.PermissionDenied, await Refusal.CodeAsync(host.Client.EndAppointmentAsync(
            new() { AppointmentId = appointment.AppointmentId, ExpectedVersion = 1 }, isClient ? host.AsRegister() : host.AsOperator())));
    }

    [Fact]
    public async Task Write_WithoutIdempotencyKey_IsInvalid()
    {
        var refusal = await Refusal.OfAsync(host.Client.RegisterAgencyAsync(
            new() { AgencyId = "no-key", Name = "N", ShortName = "N", Kind = AgencyKind.Charity },
            new Metadata { host.AsOperator()[0] }));
        Assert.Equal(["idempotency-key"], refusal.Fields);
    }
}
