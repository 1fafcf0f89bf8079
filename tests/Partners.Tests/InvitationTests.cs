using Dapper;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>People are invited by mail address, and become themselves at the first sign-in with it, once.</summary>
[Collection(PartnersCollection.Name)]
public sealed class InvitationTests(PartnersHost host)
{
    [Fact]
    public async Task StartSession_WithTheInvitedAddressVerified_BindsTheIdentityOnce()
    {
        var area = await Area.MakeAsync(host);
        var (person, email) = await InviteAsync(area);
        var (subject, other) = (Area.NewSubject(), Area.NewSubject());

        var first = await SignInAsync(host.Provider.IdTokenOf(email.ToUpperInvariant(), subject));
        var again = await SignInAsync(host.Provider.IdToken(subject, "nonce"));
        var somebodyElse = await Refusal.OfAsync(StatusCode.Unauthenticated, StartAsync(host.Provider.IdTokenOf(email, other)));

        Assert.Equal((person, person, area.Id), (first.Session.Person.PersonId, again.Session.Person.PersonId, first.Session.Workplaces.Single().TenantId));
        Assert.Contains("no account", somebodyElse.Message, StringComparison.Ordinal);
        var invited = Assert.Single((await host.Client.ListInvitationsAsync(new() { PersonId = person }, area.AsManager())).Invited);
        Assert.Equal((InvitationState.Taken, 2L, email), (invited.Invitation.State, invited.Invitation.Version, invited.Person.Email));
    }

    [Theory]
    [InlineData(false)]
    [InlineData("false")]
    [InlineData(1)]
    public async Task StartSession_WithAnAddressThatNobodyVerified_IsNobody(object verified)
    {
        var area = await Area.MakeAsync(host);
        var (_, email) = await InviteAsync(area);
        await Refusal.OfAsync(StatusCode.Unauthenticated, StartAsync(host.Provider.IdTokenOf(email, Area.NewSubject(), verified)));
    }

    [Fact]
    public async Task StartSession_OfSomebodyKnown_TakesNobodysInvitation()
    {
        var area = await Area.MakeAsync(host);
        var (invited, email) = await InviteAsync(area);
        var subject = Area.NewSubject();
        var known = await Area.PersonAsync(host, area.Police, subject);

        var session = await SignInAsync(host.Provider.IdTokenOf(email, subject));

        Assert.Equal(known, session.Session.Person.PersonId);
        Assert.Equal(InvitationState.Waiting, (await host.Client.ListInvitationsAsync(new() { PersonId = invited }, area.AsManager())).Invited.Single().Invitation.State);
    }

    [Fact]
    public async Task Invitation_AfterFourteenDays_IsExpiredUntilItIsSentAgain()
    {
        var area = await Area.MakeAsync(host);
        var (person, email) = await InviteAsync(area);
        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(14).AddMinutes(1)))
        {
            var expired = await Refusal.OfAsync(StatusCode.Unauthenticated, StartAsync(host.Provider.IdTokenOf(email, Area.NewSubject())));
            Assert.Contains("expired", expired.Message, StringComparison.Ordinal);
            await host.Client.SendInvitationAgainAsync(new() { PersonId = person, ExpectedVersion = 1 }, area.AsManager());
            await SignInAsync(host.Provider.IdTokenOf(email, Area.NewSubject()));
            await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.SendInvitationAgainAsync(new() { PersonId = person, ExpectedVersion = 3 }, area.AsManager()));
        }
    }

    [Fact]
    public async Task Invitation_Withdrawn_IsTakenByNobodyAndComesBackWhenSentAgain()
    {
        var area = await Area.MakeAsync(host);
        var (person, email) = await InviteAsync(area);
        await host.Client.WithdrawInvitationAsync(new() { PersonId = person, ExpectedVersion = 1 }, area.AsManager());
        await Refusal.OfAsync(StatusCode.Unauthenticated, StartAsync(host.Provider.IdTokenOf(email, Area.NewSubject())));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.WithdrawInvitationAsync(new() { PersonId = person, ExpectedVersion = 2 }, area.AsManager()));
        var stale = await Refusal.OfAsync(StatusCode.Aborted, host.Client.SendInvitationAgainAsync(new() { PersonId = person, ExpectedVersion = 1 }, area.AsManager()));
        Assert.Equal(2, stale.CurrentVersion);
        await host.Client.SendInvitationAgainAsync(new() { PersonId = person, ExpectedVersion = 2 }, area.AsManager());
        Assert.Equal(person, (await SignInAsync(host.Provider.IdTokenOf(email, Area.NewSubject()))).Session.Person.PersonId);
    }

    [Fact]
    public async Task RegisterPerson_WithAnAddressThatSomebodyHas_IsRefusedInAnySpelling()
    {
        var area = await Area.MakeAsync(host);
        var (_, email) = await InviteAsync(area);
        var request = new RegisterPersonRequest
        {
            Name = "Somebody Else", JobTitle = "Officer", AgencyId = area.Police, Email = email.ToUpperInvariant(), Issuer = host.Provider.Issuer,
        };
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.RegisterPersonAsync(request, host.AsOperator()));
        Assert.Contains("email address", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegisterPerson_OfOneAddressAtOnce_IsOnePerson()
    {
        var area = await Area.MakeAsync(host);
        var request = new RegisterPersonRequest
        {
            Name = "Asha Verma", JobTitle = "Officer", AgencyId = area.Police, Email = Area.NewSubject() + "@example.org", Issuer = host.Provider.Issuer,
        };
        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Refusal.CodeAsync(host.Client.RegisterPersonAsync(request, host.AsOperator()))));
        Assert.Equal(1, codes.Count(code => code == StatusCode.OK));
    }

    [Fact]
    public async Task RegisterPerson_WithASubject_IsForApiClientsAlone()
    {
        var area = await Area.MakeAsync(host);
        var request = new RegisterPersonRequest
        {
            Name = "Asha Verma", JobTitle = "Officer", AgencyId = area.Police, Email = Area.NewSubject() + "@example.org", Issuer = host.Provider.Issuer,
            Subject = Area.NewSubject(),
        };
        Assert.Equal(["subject"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.RegisterPersonAsync(request, host.AsOperator()))).Fields);
        var appoint = new AppointNewPersonRequest { Person = request, Capacity = Capacity.AgencyLead };
        Assert.Equal(["subject"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.AppointNewPersonAsync(appoint, area.AsManager()))).Fields);
        await host.Client.RegisterPersonAsync(request, host.AsRegister());
    }

    [Fact]
    public async Task Invite_FromAProviderThatThePlatformDoesNotKnow_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var request = Request(area, Area.NewSubject() + "@example.org");
        request.Person.Issuer = "https://login.elsewhere.example";
        Assert.Equal(["issuer"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.AppointNewPersonAsync(request, area.AsManager()))).Fields);
    }

    [Fact]
    public async Task ListInvitations_OfAnotherPartnership_AreNotShown()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var (person, _) = await InviteAsync(area);
        Assert.Empty((await host.Client.ListInvitationsAsync(new(), other.AsManager())).Invited);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.WithdrawInvitationAsync(new() { PersonId = person, ExpectedVersion = 1 }, other.AsManager()));
    }

    [Fact]
    public async Task Invitation_ThatAManagerMade_IsNoOperatorsToSeeSendOrWithdraw()
    {
        var area = await Area.MakeAsync(host);
        var (person, _) = await InviteAsync(area);
        Assert.Empty((await host.Client.ListInvitationsAsync(new() { PersonId = person }, host.AsOperator())).Invited);
        Assert.DoesNotContain((await host.Client.ListInvitationsAsync(new() { PageSize = 200 }, host.AsOperator())).Invited, one => one.Person.PersonId == person);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.SendInvitationAgainAsync(new() { PersonId = person, ExpectedVersion = 1 }, host.AsOperator()));
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.WithdrawInvitationAsync(new() { PersonId = person, ExpectedVersion = 1 }, host.AsOperator()));
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.CorrectInvitationAsync(
            new() { PersonId = person, ExpectedVersion = 1, Email = NewAddress() }, host.AsOperator()));
    }

    [Fact]
    public async Task Invitation_ThatAnOperatorMade_IsTheirsUntilAManagerCorrectsTheDetails()
    {
        var area = await Area.MakeAsync(host);
        var (person, email) = await InviteToWorkspaceAsync(area);
        var seen = Assert.Single((await host.Client.ListInvitationsAsync(new() { PersonId = person }, host.AsOperator())).Invited);
        Assert.Equal((email, InvitationState.Waiting), (seen.Person.Email, seen.Invitation.State));

        var manager = TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "agency:" + area.Police, area.Police, Capacity.PartnershipManager));
        await host.Client.CorrectPersonAsync(
            new() { PersonId = person, ExpectedVersion = 1, Name = "Asha Verma", JobTitle = "Words of the manager", AgencyId = area.Police, Email = email }, manager);
        Assert.Empty((await host.Client.ListInvitationsAsync(new() { PersonId = person }, host.AsOperator())).Invited);
    }

    [Fact]
    public async Task Invitations_FromBeforeItWasKeptWhoInvited_AreFilledInFromTheActivity()
    {
        var area = await Area.MakeAsync(host);
        var ((byManager, _), (byOperator, _), (corrected, email)) = (await InviteAsync(area), await InviteToWorkspaceAsync(area), await InviteToWorkspaceAsync(area));
        await area.AppointAsync(corrected, Capacity.AgencyLead);
        await host.Client.CorrectPersonAsync(
            new() { PersonId = corrected, ExpectedVersion = 1, Name = "Asha Verma", JobTitle = "Superintendent", AgencyId = area.Police, Email = email }, area.AsManager());
        Guid[] people = [Guid.Parse(byManager), Guid.Parse(byOperator), Guid.Parse(corrected)];
        await using var script = typeof(Invitation).Assembly.GetManifestResourceStream(
            typeof(Invitation).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("invited_by_tenant.sql", StringComparison.Ordinal)))!;
        using var reader = new StreamReader(script);
        var sql = await reader.ReadToEndAsync();
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        await connection.ExecuteAsync("update invitation set invited_by_tenant = null where person_id = any (@people)", new { people });
        await connection.ExecuteAsync(sql[sql.IndexOf("update invitation", StringComparison.Ordinal)..]);
        var found = (await connection.QueryAsync<(Guid Person, string By)>("select person_id, invited_by_tenant from invitation where person_id = any (@people)", new { people }))
            .ToDictionary(one => one.Person, one => one.By);
        Assert.Equal([area.Id, "platform", area.Id], people.Select(one => found[one]));
    }

    [Fact]
    public async Task CorrectInvitation_OfAFirstManagerAtAMistypedAddress_LetsTheRightOneInAndTheOldOneNot()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var (manager, mistyped) = await InviteFirstManagerAsync(area);
        var right = NewAddress();
        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(20)))
        {
            var reply = await host.Client.CorrectInvitationAsync(new() { PersonId = manager, ExpectedVersion = 1, Email = right }, host.AsOperator());
            Assert.Equal(2, reply.Version);
            Assert.Contains("no account", (await Refusal.OfAsync(StatusCode.Unauthenticated, StartAsync(host.Provider.IdTokenOf(mistyped, Area.NewSubject())))).Message, StringComparison.Ordinal);
            var session = await SignInAsync(host.Provider.IdTokenOf(right, Area.NewSubject()));
            Assert.Equal((area.Id, Capacity.PartnershipManager), (session.Session.Workplaces.Single().TenantId, session.Session.Workplaces.Single().Capacities.Single()));
            await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectInvitationAsync(
                new() { PersonId = manager, ExpectedVersion = 3, Email = NewAddress() }, host.AsOperator()));
        }

        var told = await host.PullAsync("platform", "actions", events => events.Any(one => one.AggregateId == manager && one.Version == 2));
        Assert.DoesNotContain(told.Where(one => one.AggregateId == manager), one => one.State.ToStringUtf8().Contains("@example.org", StringComparison.Ordinal));
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        Assert.Equal(
            ["InvitationChanged", "PersonChanged"],
            await connection.QueryAsync<string>(
                "select entity from audit where tenant_id = 'platform' and aggregate_id = @manager and rpc like '%/CorrectInvitation' order by 1", new { manager }));
    }

    [Fact]
    public async Task CorrectInvitation_ByTheManager_IsDoneOnceForAKeyAndInTheirActivity()
    {
        var area = await Area.MakeAsync(host);
        var (person, mistyped) = await InviteAsync(area);
        var request = new CorrectInvitationRequest { PersonId = person, ExpectedVersion = 1, Email = NewAddress() };
        var headers = area.AsManager();
        Assert.Equal(await host.Client.CorrectInvitationAsync(request, headers), await host.Client.CorrectInvitationAsync(request, headers));
        Assert.Equal(2, (await Refusal.OfAsync(StatusCode.Aborted, host.Client.CorrectInvitationAsync(new(request) { Email = mistyped }, area.AsManager()))).CurrentVersion);
        Assert.Equal(request.Email, (await host.Client.ListInvitationsAsync(new() { PersonId = person }, area.AsManager())).Invited.Single().Person.Email);
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>(
            "select count(*) from audit where tenant_id = @Id and aggregate_id = @person and rpc like '%/CorrectInvitation'", new { area.Id, person }));
    }

    [Fact]
    public async Task CorrectInvitation_ToNoAddressTheSameOrSomebodyElses_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var (person, email) = await InviteAsync(area);
        var (_, taken) = await InviteAsync(area);
        var request = new CorrectInvitationRequest { PersonId = person, ExpectedVersion = 1 };
        Assert.Equal(["email"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.CorrectInvitationAsync(new(request) { Email = "nobody" }, area.AsManager()))).Fields);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectInvitationAsync(new(request) { Email = email.ToUpperInvariant() }, area.AsManager()));
        var somebodys = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectInvitationAsync(new(request) { Email = taken.ToUpperInvariant() }, area.AsManager()));
        Assert.Contains("somebody else's", somebodys.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CorrectInvitation_OfSomebodyWithARoleElsewhere_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.MakeAsync(host, area.Police);
        var (person, _) = await InviteAsync(area);
        await other.AppointAsync(person, Capacity.AgencyLead);
        var request = new CorrectInvitationRequest { PersonId = person, ExpectedVersion = 1, Email = NewAddress() };
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectInvitationAsync(request, area.AsManager()));

        // An operator would put whom they like into a partnership that runs itself.
        var (officer, _) = await InviteToWorkspaceAsync(area);
        await area.AppointAsync(officer, Capacity.Verifier);
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectInvitationAsync(new(request) { PersonId = officer }, host.AsOperator()));
        Assert.Contains("others work", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CorrectInvitation_OfSomebodyWhomOperatorsPropose_IsRefused()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var tenants = new V1.Tenants.TenantsClient(host.Service.Channel);
        var (proposer, email) = (TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "platform", "operator", Capacity.PlatformOperator)), NewAddress());
        await tenants.ProposeRecoveryAsync(
            new() { TenantId = area.Id, Person = new(Request(area, email).Person) { AgencyId = area.Council } }, proposer);
        var person = (await tenants.GetTenantAsync(new() { TenantId = area.Id }, host.AsOperator())).Recovery.PersonId;
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectInvitationAsync(
            new() { PersonId = person, ExpectedVersion = 1, Email = NewAddress() }, host.AsOperator()));
        Assert.Contains("propose", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppointNewPerson_KnownWithAnotherAgency_SaysWhatToCheck()
    {
        var area = await Area.MakeAsync(host);
        var (_, email) = await InviteAsync(area);
        var request = Request(area, email);
        request.Person.AgencyId = area.Charity;
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointNewPersonAsync(request, area.AsManager()));
        Assert.Equal("Somebody with this email is known with another agency. Check the agency and the address.", refusal.Message);
    }

    [Fact]
    public async Task EndAppointment_OfTheOnlyManagerWhoHasSignedIn_IsRefusedUntilTheOtherHas()
    {
        var area = await Area.MakeAsync(host);
        var held = (await host.Client.ListPeopleAsync(new(), area.AsManager())).Appointments.Single(one => one.PersonId == area.Manager);
        var email = NewAddress();
        await host.Client.AppointNewPersonAsync(new(Request(area, email)) { Capacity = Capacity.PartnershipManager }, area.AsManager());
        var next = (await host.Client.ListInvitationsAsync(new(), area.AsManager())).Invited.Single().Person.PersonId;
        var end = new EndAppointmentRequest { AppointmentId = held.AppointmentId, ExpectedVersion = 1 };

        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.EndAppointmentAsync(end, area.AsManager()));
        Assert.Contains("not signed in", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([next], (await host.Client.ListPeopleAsync(new(), area.AsManager())).AwaitedPersonIds);
        await SignInAsync(host.Provider.IdTokenOf(email, Area.NewSubject()));
        Assert.Empty((await host.Client.ListPeopleAsync(new(), area.AsManager())).AwaitedPersonIds);
        await host.Client.EndAppointmentAsync(end, area.AsManager());
    }

    [Fact]
    public async Task EndAppointment_OfAManagerWhoNeverSignedIn_IsTaken()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var (manager, _) = await InviteFirstManagerAsync(area);
        var held = (await host.Client.ListPeopleAsync(new(), area.AsManager())).Appointments.Single(one => one.PersonId == manager);
        await host.Client.EndAppointmentAsync(new() { AppointmentId = held.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
    }

    [Fact]
    public async Task FirstManager_UntilTheySignIn_IsNoManagerAndOperatorsMayProposeAnother()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var tenants = new V1.Tenants.TenantsClient(host.Service.Channel);
        var (manager, email) = await InviteFirstManagerAsync(area);
        async Task<(int, string)> StandsAsync()
        {
            var one = await tenants.GetTenantAsync(new() { TenantId = area.Id }, host.AsOperator());
            return (one.Managers, one.AwaitedManagerId);
        }

        async Task<(int, string)> ListedAsync()
        {
            // Its place in the list is right after whatever sorts before it.
            var page = await host.Client.ListTenantsAsync(new() { PageSize = 200, PageToken = area.Id[..^1] }, host.AsOperator());
            var one = page.Tenants.Single(tenant => tenant.TenantId == area.Id);
            return (one.Managers, one.AwaitedManagerId);
        }

        Assert.Equal(((0, manager), (0, manager)), (await StandsAsync(), await ListedAsync()));
        Metadata Operator() => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "platform", "operator", Capacity.PlatformOperator));
        var propose = new ProposeRecoveryRequest { TenantId = area.Id, Person = new(Request(area, NewAddress()).Person) { AgencyId = area.Council } };
        await tenants.ProposeRecoveryAsync(propose, Operator());
        await tenants.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator());
        await tenants.RefuseRecoveryAsync(new() { TenantId = area.Id, Reason = "They have come.", ExpectedVersion = 2 }, host.AsOperator());

        await SignInAsync(host.Provider.IdTokenOf(email, Area.NewSubject()));
        Assert.Equal(((1, ""), (1, "")), (await StandsAsync(), await ListedAsync()));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, tenants.ProposeRecoveryAsync(new(propose) { Person = new(propose.Person) { Email = NewAddress() } }, Operator()));
    }

    [Fact]
    public async Task AppointNewPerson_ByAnOperator_IsForTheAgencysWorkspaceAlone()
    {
        var area = await Area.MakeAsync(host);
        var request = Request(area, Area.NewSubject() + "@example.org");
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AppointNewPersonAsync(new(request) { TenantId = area.Id }, host.AsOperator()));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AppointNewPersonAsync(new(request) { TenantId = "platform", Capacity = Capacity.PlatformOperator }, host.AsOperator()));
        await host.Client.AppointNewPersonAsync(new(request) { TenantId = "agency:" + area.Police, Capacity = Capacity.CrossPartnershipLead }, host.AsOperator());
        var session = await SignInAsync(host.Provider.IdTokenOf(request.Person.Email, Area.NewSubject()));
        Assert.Equal(["agency:" + area.Police], session.Session.Workplaces.Select(place => place.TenantId));
    }

    private async Task<(string PersonId, string Email)> InviteAsync(Area area)
    {
        var email = Area.NewSubject() + "@example.org";
        var appointed = await host.Client.AppointNewPersonAsync(Request(area, email), area.AsManager());
        var people = await host.Client.ListPeopleAsync(new(), area.AsManager());
        return (people.Appointments.Single(one => one.AppointmentId == appointed.AppointmentId).PersonId, email);
    }

    private async Task<(string PersonId, string Email)> InviteToWorkspaceAsync(Area area)
    {
        var email = NewAddress();
        await host.Client.AppointNewPersonAsync(
            new(Request(area, email)) { TenantId = "agency:" + area.Police, Capacity = Capacity.CrossPartnershipLead }, host.AsOperator());
        return (await NewestOfOperatorsAsync(email), email);
    }

    private async Task<(string PersonId, string Email)> InviteFirstManagerAsync(Area area)
    {
        var email = NewAddress();
        var person = (await host.Client.RegisterPersonAsync(new(Request(area, email).Person) { AgencyId = area.Council }, host.AsOperator())).PersonId;
        await host.Client.AppointAsync(new() { TenantId = area.Id, PersonId = person, Capacity = Capacity.PartnershipManager }, host.AsOperator());
        return (person, email);
    }

    private async Task<string> NewestOfOperatorsAsync(string email) =>
        (await host.Client.ListInvitationsAsync(new(), host.AsOperator())).Invited.Single(one => one.Person.Email == email).Person.PersonId;

    private static string NewAddress() => Area.NewSubject() + "@example.org";

    private AppointNewPersonRequest Request(Area area, string email) => new()
    {
        Person = new() { Name = "Asha Verma", JobTitle = "Detective inspector", AgencyId = area.Police, Email = email, Issuer = host.Provider.Issuer },
        Capacity = Capacity.AgencyLead,
    };

    private async Task<StartSessionReply> SignInAsync(string idToken) => await StartAsync(idToken);

    private AsyncUnaryCall<StartSessionReply> StartAsync(string idToken) => host.Client.StartSessionAsync(new() { IdToken = idToken, Nonce = "nonce" }, host.AsPortal());
}
