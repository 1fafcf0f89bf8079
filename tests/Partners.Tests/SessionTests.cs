using Dapper;
using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Npgsql;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class SessionTests(PartnersHost host)
{
    [Fact]
    public async Task StartSession_KnownPerson_SaysWhereTheyWork()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        await area.AppointAsync(person, Capacity.AgencyLead);
        await area.AppointAsync(person, Capacity.Verifier);
        await MakeLeadAsync(area, person);
        var session = await host.Client.GetSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal());
        Assert.Equal((person, "Agency " + area.Police, true), (session.Person.PersonId, session.AgencyName, session.AcrossPartnerships));
        Assert.Equal(["agency:" + area.Police, area.Id], session.Workplaces.Select(place => place.TenantId));
        Assert.Equal([Capacity.AgencyLead, Capacity.Verifier], session.Workplaces[1].Capacities);
        Assert.InRange(session.EndsAt.ToDateTime(), DateTime.UtcNow.AddHours(7.9), DateTime.UtcNow.AddHours(8));
    }

    [Fact]
    public async Task IssueToken_ForAPartnership_CarriesItsTenantAndCapacitiesAndOpensIt()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        await area.AppointAsync(person, Capacity.AgencyLead);
        var reply = await IssueAsync(started.SessionId, area.Id);
        var token = new JsonWebToken(reply.AccessToken);
        Assert.Equal(
            ("at+jwt", "ES256", person, area.Id, area.Police, "AgencyLead", "service:portal"),
            (token.Typ, token.Alg, token.Subject, Claim(token, "tenant"), Claim(token, "agency"), Claim(token, "cap"), Claim(token, "client_id")));
        Assert.InRange(token.ValidTo - DateTime.UtcNow, TimeSpan.FromSeconds(35), TimeSpan.FromSeconds(45));
        Assert.Equal(token.ValidTo, reply.ExpiresAt.ToDateTime());
        Assert.DoesNotContain(started.SessionId, token.UnsafeToString(), StringComparison.Ordinal);
        Assert.Equal(area.Id, (await host.Client.GetPartnershipAsync(new(), TestTokens.Bearer(reply.AccessToken))).PartnershipId);
    }

    [Fact]
    public async Task IssueToken_AcrossPartnerships_IsForCrossPartnershipLeadsAlone()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        var across = new IssueTokenRequest { SessionId = started.SessionId, AcrossPartnerships = true };
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.IssueTokenAsync(across, host.AsPortal()));
        await MakeLeadAsync(area, person);
        var token = new JsonWebToken((await host.Client.IssueTokenAsync(across, host.AsPortal())).AccessToken);
        Assert.Equal(("true", area.Police, false), (Claim(token, "across"), Claim(token, "agency"), token.TryGetClaim("tenant", out _)));
    }

    [Fact]
    public async Task IssueToken_AcrossPartnershipsToTheManagerOfTheWorkspaceToo_CarriesTheirCapacityAsLeadAlone()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        await MakeLeadAsync(area, person);
        var workspace = "agency:" + area.Police;
        await host.Client.AppointAsync(new() { TenantId = workspace, PersonId = person, Capacity = Capacity.PartnershipManager }, host.AsOperator());
        Assert.Equal(["CrossPartnershipLead"], Capacities(await AskAsync(new() { SessionId = started.SessionId, AcrossPartnerships = true })));
        Assert.Equal(["CrossPartnershipLead", "PartnershipManager"], Capacities(await AskAsync(new() { SessionId = started.SessionId, TenantId = workspace })));

        async Task<JsonWebToken> AskAsync(IssueTokenRequest request) => new((await host.Client.IssueTokenAsync(request, host.AsPortal())).AccessToken);
        static IEnumerable<string> Capacities(JsonWebToken token) =>
            token.Claims.Where(claim => claim.Type == "cap").Select(claim => claim.Value).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task IssueToken_ForATenantWithoutAppointment_IsDeniedAsOneThatNeverWas()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var (_, started) = await SignInAsync(area);
        var answers = new List<(StatusCode, string)>();
        foreach (var tenant in (string[])[other.Id, "never-was", "agency:" + area.Council, "platform"])
        {
            var refusal = await Refusal.OfAsync(host.Client.IssueTokenAsync(
                new() { SessionId = started.SessionId, TenantId = tenant }, host.AsPortal()));
            answers.Add((refusal.Code, refusal.Message));
        }

        Assert.Equal(StatusCode.PermissionDenied, Assert.Single(answers.Distinct()).Item1);
    }

    [Fact]
    public async Task IssueToken_AfterTheAppointmentEnded_IsDeniedAtOnceAndOldTokensEndWithinAMinute()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        var appointment = await area.AppointAsync(person, Capacity.AgencyLead);
        var before = await IssueAsync(started.SessionId, area.Id);
        await host.Client.EndAppointmentAsync(
            new() { AppointmentId = appointment.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.IssueTokenAsync(new() { SessionId = started.SessionId, TenantId = area.Id }, host.AsPortal()));
        // What was issued before it ended is 45 seconds old at most, with 5 of skew.
        Assert.True(before.ExpiresAt.ToDateTime() <= DateTime.UtcNow.AddSeconds(45));
    }

    [Fact]
    public async Task IssueToken_ForAnAppointmentOfTomorrow_IsDeniedUntilThen()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        var tomorrow = host.Clock.Today().AddDays(1).ToIso();
        await area.AppointAsync(person, Capacity.AgencyLead, tomorrow, tomorrow);
        var request = new IssueTokenRequest { SessionId = started.SessionId, TenantId = area.Id };

        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.IssueTokenAsync(request, host.AsPortal()));
        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(1)))
        {
            await host.Client.IssueTokenAsync(request, host.AsPortal());
        }

        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(2)))
        {
            await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.IssueTokenAsync(request, host.AsPortal()));
        }
    }

    [Theory]
    [InlineData("ends_at = now() - interval '1 second'")]
    [InlineData("seen_at = now() - interval '31 minutes'")]
    [InlineData("ended_at = now()")]
    public async Task IssueToken_OfASessionThatIsOver_IsUnauthenticated(string change)
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        await area.AppointAsync(person, Capacity.AgencyLead);
        await IssueAsync(started.SessionId, area.Id);
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        Assert.Equal(1, await connection.ExecuteAsync($"update session set {change} where person_id = @person", new { person = Guid.Parse(person) }));
        var refusal = await Refusal.OfAsync(host.Client.IssueTokenAsync(new() { SessionId = started.SessionId, TenantId = area.Id }, host.AsPortal()));
        Assert.Equal((StatusCode.Unauthenticated, "Your session has ended. Sign in again."), (refusal.Code, refusal.Message));
    }

    [Fact]
    public async Task Session_WithACallEveryWhile_IsPutOff()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        const string Age = "update session set seen_at = seen_at - interval '20 minutes' where person_id = @person";
        for (var look = 0; look < 3; look++)
        {
            await connection.ExecuteAsync(Age, new { person = Guid.Parse(person) });
            await host.Client.GetSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal());
        }
    }

    [Fact]
    public async Task EndSession_ThenGetSession_IsUnauthenticated()
    {
        var area = await Area.MakeAsync(host);
        var (_, started) = await SignInAsync(area);
        await host.Client.EndSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal());
        await host.Client.EndSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal());
        await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.GetSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal()));
    }

    [Fact]
    public async Task Session_InTheDatabase_IsOnlyAHash()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        var rows = await connection.QueryAsync<string>(
            "select session::text from session union all select audit::text from audit where entity = 'Session'");
        var secret = Convert.ToHexStringLower(Convert.FromBase64String(started.SessionId.Replace('-', '+').Replace('_', '/') + "="));
        Assert.Contains(rows, row => row.Contains(person, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => row.Contains(secret, StringComparison.Ordinal) || row.Contains(started.SessionId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_StartAndEnd_AreAudited()
    {
        var area = await Area.MakeAsync(host);
        var (person, started) = await SignInAsync(area);
        await host.Client.EndSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal());
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        var kinds = await connection.QueryAsync<string>(
            "select kind from audit where entity = 'Session' and subject = @person order by id", new { person });
        Assert.Equal(["Collection", "Alteration"], kinds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task GetSession_OfAMadeUpId_IsUnauthenticated(string id) =>
        await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.GetSessionAsync(new() { SessionId = id }, host.AsPortal()));

    [Fact]
    public async Task StartSession_ByAServiceThatMayNot_IsDenied()
    {
        var reporting = TestTokens.Bearer(host.Tokens.ForService("reporting"));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.StartSessionAsync(new(), reporting));
    }

    private async Task<(string Person, StartSessionReply Started)> SignInAsync(Area area)
    {
        var subject = Area.NewSubject();
        var person = await Area.PersonAsync(host, area.Police, subject);
        return (person, await host.Client.StartSessionAsync(
            new() { IdToken = host.Provider.IdToken(subject, "nonce"), Nonce = "nonce" }, host.AsPortal()));
    }

    private async Task MakeLeadAsync(Area area, string person) => await host.Client.AppointAsync(
        new() { TenantId = "agency:" + area.Police, PersonId = person, Capacity = Capacity.CrossPartnershipLead }, host.AsOperator());

    private async Task<IssueTokenReply> IssueAsync(string session, string tenant) =>
        await host.Client.IssueTokenAsync(new() { SessionId = session, TenantId = tenant }, host.AsPortal());

    private static string Claim(JsonWebToken token, string name) => token.GetClaim(name).Value;
}
