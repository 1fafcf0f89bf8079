using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class DeputyTests(PartnersHost host)
{
    private string Today => host.Clock.Today().ToIso();

    private string InTwoWeeks => host.Clock.Today().AddDays(13).ToIso();

    [Fact]
    public async Task NameDeputy_ByTheHolder_GivesTheDeputyACapacityAndATokenThatSaysForWhom()
    {
        var (area, holder, appointment) = await LeadAsync();
        var subject = Area.NewSubject();
        var colleague = await Area.PersonAsync(host, area.Police, subject);

        await NameAsync(area, appointment, colleague, AsHolder(area, holder));

        var started = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdToken(subject, "n"), Nonce = "n" }, host.AsPortal());
        var token = new JsonWebToken((await host.Client.IssueTokenAsync(new() { SessionId = started.SessionId, TenantId = area.Id }, host.AsPortal())).AccessToken);
        Assert.Equal(
            (nameof(Capacity.AgencyLead), $"AgencyLead {holder}"),
            (token.GetClaim(TokenClaims.Capacity).Value, token.GetClaim(TokenClaims.DeputyFor).Value));
        var listed = (await host.Client.ListPeopleAsync(new(), area.AsManager())).Appointments.Single(one => one.PersonId == colleague);
        Assert.Equal((appointment, holder, InTwoWeeks), (listed.DeputyForId, listed.DeputyForPersonId, listed.EndsOn));
    }

    [Fact]
    public async Task NameDeputy_InAnAgencysWorkspace_IsDoneByTheHolderThere()
    {
        var area = await Area.MakeAsync(host);
        var (lead, colleague) = (await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Police));
        var made = await host.Client.AppointAsync(
            new() { TenantId = "agency:" + area.Police, PersonId = lead, Capacity = Capacity.CrossPartnershipLead }, host.AsOperator());
        Metadata AsLead() => TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(lead), "agency:" + area.Police, area.Police, Capacity.CrossPartnershipLead));

        var deputy = await NameAsync(area, made.AppointmentId, colleague, AsLead());
        await host.Client.EndAppointmentAsync(new() { AppointmentId = deputy.AppointmentId, ExpectedVersion = 1 }, AsLead());
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.EndAppointmentAsync(
            new() { AppointmentId = made.AppointmentId, ExpectedVersion = 1 }, AsLead()));
    }

    [Fact]
    public async Task NameDeputy_BySomebodyElse_IsDenied()
    {
        var (area, _, appointment) = await LeadAsync();
        var other = await Area.PersonAsync(host, area.Police);
        await Refusal.OfAsync(StatusCode.PermissionDenied, NameAsync(area, appointment, other, AsHolder(area, other)));
    }

    [Fact]
    public async Task NameDeputy_AfterTheAppointmentChanged_IsAConflict()
    {
        var (area, holder, appointment) = await LeadAsync();
        var refusal = await Refusal.OfAsync(host.Client.NameDeputyAsync(
            new() { AppointmentId = appointment, PersonId = await Area.PersonAsync(host, area.Police), StartsOn = Today, EndsOn = InTwoWeeks, ExpectedVersion = 7 },
            AsHolder(area, holder)));
        Assert.Equal(StatusCode.Aborted, refusal.Code);
    }

    [Fact]
    public async Task NameDeputy_WithoutDays_NamesBoth()
    {
        var (area, holder, appointment) = await LeadAsync();
        var refusal = await Refusal.OfAsync(host.Client.NameDeputyAsync(
            new() { AppointmentId = appointment, PersonId = await Area.PersonAsync(host, area.Police), ExpectedVersion = 1 }, AsHolder(area, holder)));
        Assert.Equal(["starts_on", "ends_on"], refusal.Fields);
    }

    [Fact]
    public async Task NameDeputy_TwoAtOnce_IsDoneOnce()
    {
        var (area, _, appointment) = await LeadAsync();
        var colleagues = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Area.PersonAsync(host, area.Police)));
        var codes = await WritesThatMeet.AtAsync(
            host.Database, area.Id, colleagues.Select<string, Func<Task<StatusCode>>>(one => () => Refusal.CodeAsync(NameAsync(area, appointment, one, area.AsManager()))));
        Assert.Equal((1, 3), (codes.Count(code => code == StatusCode.OK), codes.Count(code => code == StatusCode.FailedPrecondition)));
    }

    [Fact]
    public async Task EndAppointment_ThatHasADeputy_EndsTheDeputyTooAndTellsOfBoth()
    {
        var (area, _, appointment) = await LeadAsync();
        var deputy = await NameAsync(area, appointment, await Area.PersonAsync(host, area.Police), area.AsManager());

        await host.Client.EndAppointmentAsync(new() { AppointmentId = appointment, EndsOn = Today, ExpectedVersion = 1 }, area.AsManager());

        var ended = (await host.Client.ListPeopleAsync(new(), area.AsManager())).Appointments.Single(one => one.AppointmentId == deputy.AppointmentId);
        Assert.Equal((Today, 2L), (ended.EndsOn, ended.Version));
        Assert.Equal(2, (await host.Database.QueryAsync<long>(
            "select version from outbox where tenant_id = @Id and aggregate_id = @AppointmentId order by version", new { area.Id, deputy.AppointmentId })).Count);
        Assert.Equal(Today, (await host.Database.QueryAsync<DateOnly>(
            "select ends_on from workplace where appointment_id = @id", new { id = Guid.Parse(deputy.AppointmentId) })).Single().ToIso());
    }

    [Fact]
    public async Task EndAppointment_OfADeputyByWhomTheyStandInFor_EndsIt()
    {
        var (area, holder, appointment) = await LeadAsync();
        var colleague = await Area.PersonAsync(host, area.Police);
        var deputy = await NameAsync(area, appointment, colleague, AsHolder(area, holder));
        EndAppointmentRequest Request() => new() { AppointmentId = deputy.AppointmentId, ExpectedVersion = 1 };

        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.EndAppointmentAsync(Request(), AsHolder(area, colleague)));
        Assert.Equal(2, (await host.Client.EndAppointmentAsync(Request(), AsHolder(area, holder))).Version);
    }

    private async Task<(Area Area, string Holder, string Appointment)> LeadAsync()
    {
        var area = await Area.MakeAsync(host);
        var holder = await Area.PersonAsync(host, area.Police);
        return (area, holder, (await area.AppointAsync(holder, Capacity.AgencyLead)).AppointmentId);
    }

    private async Task<AppointmentReply> NameAsync(Area area, string appointment, string person, Metadata by) => await host.Client.NameDeputyAsync(
        new() { AppointmentId = appointment, PersonId = person, StartsOn = Today, EndsOn = InTwoWeeks, ExpectedVersion = 1 }, by);

    private Metadata AsHolder(Area area, string person) =>
        TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(person), area.Id, area.Police, Capacity.AgencyLead));
}
