using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

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
        Assert.Single((await host.Client.ListInvitationsAsync(new() { PersonId = person }, host.AsOperator())).Invited);
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

    private AppointNewPersonRequest Request(Area area, string email) => new()
    {
        Person = new() { Name = "Asha Verma", JobTitle = "Detective inspector", AgencyId = area.Police, Email = email, Issuer = host.Provider.Issuer },
        Capacity = Capacity.AgencyLead,
    };

    private async Task<StartSessionReply> SignInAsync(string idToken) => await StartAsync(idToken);

    private AsyncUnaryCall<StartSessionReply> StartAsync(string idToken) => host.Client.StartSessionAsync(new() { IdToken = idToken, Nonce = "nonce" }, host.AsPortal());
}
