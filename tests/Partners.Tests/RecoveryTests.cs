using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>A partnership without a manager is given one by two operators, unless its safeguarding partners refuse.</summary>
[Collection(PartnersCollection.Name)]
public sealed class RecoveryTests(PartnersHost host)
{
    private V1.Tenants.TenantsClient Client => new(host.Service.Channel);

    [Fact]
    public async Task Recovery_ByTwoOperators_GivesAManagerAfterTwoWorkingDays()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var request = Request(area);
        await Client.ProposeRecoveryAsync(request, Operator());
        await Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator());
        var started = await host.Client.StartSessionAsync(
            new() { IdToken = host.Provider.IdTokenOf(request.Person.Email, Area.NewSubject()), Nonce = "nonce" }, host.AsPortal());
        Assert.Empty(started.Session.Workplaces);
        var effect = LondonDates.FromIso((await GetAsync(area)).Recovery.TakesEffectOn)!.Value;
        Assert.Equal(WorkingDays.After(host.Clock.Today(), 2).AddDays(1), effect);

        using (host.Clock.At(effect.AtInLondon(new TimeOnly(9, 0))))
        {
            var place = (await host.Client.GetSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal())).Workplaces.Single();
            Assert.Equal((area.Id, Capacity.PartnershipManager), (place.TenantId, place.Capacities.Single()));
            Assert.Equal((RecoveryState.InEffect, 1), ((await GetAsync(area)).Recovery.State, (await GetAsync(area)).Managers));
            await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.RefuseRecoveryAsync(
                new() { Reason = "Too late.", ExpectedVersion = 2 }, Safeguarding(area, Capacity.LeadSafeguardingPartner)));
        }
    }

    [Theory]
    [InlineData(Capacity.LeadSafeguardingPartner)]
    [InlineData(Capacity.DelegatedSafeguardingPartner)]
    public async Task RefuseRecovery_BySafeguardingPartner_GivesNoAccessOnItsDay(Capacity capacity)
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var request = Request(area);
        await Client.ProposeRecoveryAsync(request, Operator());
        await Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator());
        var started = await host.Client.StartSessionAsync(
            new() { IdToken = host.Provider.IdTokenOf(request.Person.Email, Area.NewSubject()), Nonce = "nonce" }, host.AsPortal());

        var seen = await Client.GetTenantAsync(new(), Safeguarding(area, capacity));
        Assert.Equal((RecoveryState.Confirmed, "Asha Verma", ""), (seen.Recovery.State, seen.Recovering.Name, seen.Recovering.Email));
        await Client.RefuseRecoveryAsync(new() { Reason = "We appoint one ourselves.", ExpectedVersion = 2 }, Safeguarding(area, capacity));

        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(10)))
        {
            Assert.Empty((await host.Client.GetSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal())).Workplaces);
        }

        // An operator learns that it was refused, and nothing that the partnership wrote.
        Assert.Equal((RecoveryState.Refused, ""), ((await GetAsync(area)).Recovery.State, (await GetAsync(area)).Recovery.RefusedReason));
        Assert.Equal("We appoint one ourselves.", (await Client.GetTenantAsync(new(), Safeguarding(area, capacity))).Recovery.RefusedReason);
        await Client.ProposeRecoveryAsync(Request(area), Operator());
    }

    [Fact]
    public async Task Recovery_WhileItWaits_IsShownToTheSafeguardingPartnersOfItsSessionAlone()
    {
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        var lead = await Area.PersonAsync(host, area.Police, subject);
        await area.AppointAsync(lead, Capacity.LeadSafeguardingPartner);
        var colleagues = Area.NewSubject();
        await area.AppointAsync(await Area.PersonAsync(host, area.Police, colleagues), Capacity.AgencyLead);
        await LeaveWithoutManagerAsync(area);
        await Client.ProposeRecoveryAsync(Request(area), Operator());
        Assert.Equal((true, false), (await WaitsAsync(subject), await WaitsAsync(colleagues)));
        await Client.RefuseRecoveryAsync(new() { TenantId = area.Id, Reason = "A mistake.", ExpectedVersion = 1 }, host.AsOperator());
        Assert.False(await WaitsAsync(subject));

        async Task<bool> WaitsAsync(string of)
        {
            var nonce = Guid.NewGuid().ToString();
            var started = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdToken(of, nonce), Nonce = nonce }, host.AsPortal());
            return started.Session.Workplaces.Single().RecoveryWaits;
        }
    }

    [Fact]
    public async Task ProposeRecovery_OfAPartnershipWithAManager_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.ProposeRecoveryAsync(Request(area), Operator()));
        Assert.Contains("has a manager", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmRecovery_AfterALeadAppointedAManager_IsRefused()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        await Client.ProposeRecoveryAsync(Request(area), Operator());
        var next = await Area.PersonAsync(host, area.Council);
        await host.Client.AppointAsync(new() { PersonId = next, Capacity = Capacity.PartnershipManager }, Safeguarding(area, Capacity.LeadSafeguardingPartner));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 2 }, Operator()));
    }

    [Fact]
    public async Task RefuseRecovery_OfSomebodyWhoNamedADeputy_EndsTheDeputyToo()
    {
        var (area, person, coming) = await ConfirmedOfAnAgencyLeadAsync();
        var (subject, effect) = (Area.NewSubject(), (await GetAsync(area)).Recovery.TakesEffectOn);
        var deputy = await NameDeputyAsync(area, person, coming, await Area.PersonAsync(host, area.Police, subject), effect);
        await Client.RefuseRecoveryAsync(new() { Reason = "We appoint one ourselves.", ExpectedVersion = 2 }, Safeguarding(area, Capacity.LeadSafeguardingPartner));

        var started = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdToken(subject, "nonce"), Nonce = "nonce" }, host.AsPortal());
        using (host.Clock.At(LondonDates.FromIso(effect)!.Value.AtInLondon(new TimeOnly(9, 0))))
        {
            Assert.Empty((await host.Client.GetSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal())).Workplaces);
        }

        Assert.Equal([1, 2], await VersionsToldAsync(area, deputy));
        Assert.Equal([1, 2], await VersionsToldAsync(area, coming));
    }

    [Fact]
    public async Task RefuseRecovery_WhileADeputyIsNamed_LeavesNobodyWhoBecomesManager()
    {
        var (area, person, coming) = await ConfirmedOfAnAgencyLeadAsync();
        var (colleague, effect) = (await Area.PersonAsync(host, area.Police), (await GetAsync(area)).Recovery.TakesEffectOn);
        var codes = await WritesThatMeet.AtAsync(
            host.Database,
            area.Id,
            () => Refusal.CodeAsync(NameDeputyAsync(area, person, coming, colleague, effect)),
            () => Refusal.CodeAsync(Client.RefuseRecoveryAsync(new() { Reason = "No.", ExpectedVersion = 2 }, Safeguarding(area, Capacity.LeadSafeguardingPartner)).ResponseAsync));
        Assert.Equal(StatusCode.OK, codes[1]);
        Assert.Equal(RecoveryState.Refused, (await GetAsync(area)).Recovery.State);
        Assert.Equal(0, await ManagersToComeAsync(area));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Appoint_AManagerByALead_EndsTheRecoveryAndItsNotice(bool confirmed)
    {
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        await area.AppointAsync(await Area.PersonAsync(host, area.Police, subject), Capacity.LeadSafeguardingPartner);
        await LeaveWithoutManagerAsync(area);
        await Client.ProposeRecoveryAsync(Request(area), Operator());
        if (confirmed)
        {
            await Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator());
        }

        var started = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdToken(subject, "nonce"), Nonce = "nonce" }, host.AsPortal());
        Assert.True(started.Session.Workplaces.Single().RecoveryWaits);

        await host.Client.AppointAsync(
            new() { PersonId = await Area.PersonAsync(host, area.Council), Capacity = Capacity.PartnershipManager }, Safeguarding(area, Capacity.LeadSafeguardingPartner));

        var recovery = (await GetAsync(area)).Recovery;
        Assert.Equal((RecoveryState.Ended, RecoveryEnding.ManagerAppointed), (recovery.State, recovery.EndedBy));
        Assert.False((await host.Client.GetSessionAsync(new() { SessionId = started.SessionId }, host.AsPortal())).Workplaces.Single().RecoveryWaits);
        Assert.Equal(1, await ManagersToComeAsync(area));
        Assert.Equal(confirmed ? 3 : 2, (await VersionsToldAsync(area, area.Id, nameof(RecoveryChanged))).Count);
    }

    [Fact]
    public async Task Appoint_AManagerByALeadWhileTheSecondKeyIsTurned_LeavesOneOfThem()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        await Client.ProposeRecoveryAsync(Request(area), Operator());
        var next = await Area.PersonAsync(host, area.Council);
        var codes = await WritesThatMeet.AtAsync(
            host.Database,
            area.Id,
            () => Refusal.CodeAsync(host.Client.AppointAsync(
                new() { PersonId = next, Capacity = Capacity.PartnershipManager }, Safeguarding(area, Capacity.LeadSafeguardingPartner)).ResponseAsync),
            () => Refusal.CodeAsync(Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator()).ResponseAsync));
        Assert.Equal(StatusCode.OK, codes[0]);
        Assert.Equal(1, await ManagersToComeAsync(area));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SuspendTenant_BeforeARecoveryTakesEffect_EndsItAndLetsNoneBegin(bool confirmed)
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        await Client.ProposeRecoveryAsync(Request(area), Operator());
        if (confirmed)
        {
            await Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator());
        }

        await Client.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.SecurityIncident }, Operator());

        var recovery = (await GetAsync(area)).Recovery;
        Assert.Equal((RecoveryState.Ended, RecoveryEnding.Suspended), (recovery.State, recovery.EndedBy));
        Assert.Equal(0, await ManagersToComeAsync(area));
        Assert.Equal(confirmed ? 3 : 2, (await VersionsToldAsync(area, area.Id, nameof(RecoveryChanged))).Count);
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.ProposeRecoveryAsync(Request(area), Operator()));
        Assert.Contains("suspended", refusal.Message, StringComparison.Ordinal);
        refusal = await Refusal.OfAsync(
            StatusCode.FailedPrecondition, Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = recovery.Version }, Operator()));
        Assert.Contains("suspended", refusal.Message, StringComparison.Ordinal);
        await Client.ReactivateTenantAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator());
        await Client.ProposeRecoveryAsync(Request(area), Operator());
    }

    [Fact]
    public async Task SuspendTenant_WhileARecoveryIsProposed_LeavesNoneThatWaits()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var request = Request(area);
        var codes = await WritesThatMeet.AtAsync(
            host.Database,
            area.Id,
            () => Refusal.CodeAsync(Client.ProposeRecoveryAsync(request, Operator()).ResponseAsync),
            () => Refusal.CodeAsync(Client.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.Contract }, Operator()).ResponseAsync));
        Assert.Equal(StatusCode.OK, codes[1]);
        var tenant = await GetAsync(area);
        Assert.NotNull(tenant.Standing.SuspendedAt);
        Assert.NotEqual(RecoveryState.Proposed, tenant.Recovery?.State);
    }

    [Fact]
    public async Task Recovery_ByOnePersonOrAnApiClient_IsRefused()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var one = Operator();
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ProposeRecoveryAsync(Request(area), host.AsRegister()));
        await Client.ProposeRecoveryAsync(Request(area), one);
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, one));
        Assert.Contains("Another operator", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmRecovery_OfWhoeverRunsThePlatform_IsRefused()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var alias = await Area.PersonAsync(host, area.Council, "alias" + area.Id[^6..].Replace('-', 'x'));
        await host.Client.AppointAsync(new() { TenantId = "platform", PersonId = alias, Capacity = Capacity.PlatformOperator }, host.AsRegister());
        var request = Request(area);
        (request.Person.AgencyId, request.Person.Email) = (area.Council, "alias" + area.Id[^6..].Replace('-', 'x') + "@example.org");
        await Client.ProposeRecoveryAsync(request, Operator());
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator()));
        Assert.Contains("runs the platform", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Whom one operator may appoint by themselves, place by place.</summary>
    [Theory]
    [InlineData("platform", Capacity.PlatformOperator, false)]
    [InlineData("partnership", Capacity.PartnershipManager, false)]
    [InlineData("partnership", Capacity.LeadSafeguardingPartner, false)]
    [InlineData("partnership", Capacity.AgencyLead, false)]
    [InlineData("partnership", Capacity.IndependentScrutineer, false)]
    [InlineData("new partnership", Capacity.PartnershipManager, true)]
    [InlineData("new partnership", Capacity.LeadSafeguardingPartner, false)]
    [InlineData("workspace", Capacity.CrossPartnershipLead, true)]
    [InlineData("workspace", Capacity.PartnershipManager, true)]
    [InlineData("workspace", Capacity.DelegatedSafeguardingPartner, false)]
    public async Task Appoint_ByOneOperator_IsAsTheMatrixSays(string place, Capacity capacity, bool may)
    {
        var area = await Area.MakeAsync(host, appointManager: place != "new partnership");
        var person = await Area.PersonAsync(host, area.Council);
        var tenant = place switch { "platform" => "platform", "workspace" => "agency:" + area.Council, _ => area.Id };
        var request = new AppointRequest { TenantId = tenant, PersonId = person, Capacity = capacity };
        var themselves = TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(person), "platform", "operator", Capacity.PlatformOperator));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointAsync(request, themselves));
        Assert.Equal(may, await Refusal.CodeAsync(host.Client.AppointAsync(request, host.AsOperator())) == StatusCode.OK);
    }

    /// <summary>Somebody who leads for the police there already is to be its manager; with the id of the appointment that begins on the day.</summary>
    private async Task<(Area Area, string Person, string Coming)> ConfirmedOfAnAgencyLeadAsync()
    {
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        var person = await Area.PersonAsync(host, area.Police, subject);
        await area.AppointAsync(person, Capacity.AgencyLead);
        await LeaveWithoutManagerAsync(area);
        var request = Request(area);
        (request.Person.AgencyId, request.Person.Email) = (area.Police, subject + "@example.org");
        await Client.ProposeRecoveryAsync(request, Operator());
        await Client.ConfirmRecoveryAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, Operator());
        var people = await host.Client.ListPeopleAsync(new(), Safeguarding(area, Capacity.LeadSafeguardingPartner));
        return (area, person, people.Appointments.Single(one => one.PersonId == person && one.Capacity == Capacity.PartnershipManager).AppointmentId);
    }

    private async Task<string> NameDeputyAsync(Area area, string person, string coming, string colleague, string startsOn) => (await host.Client.NameDeputyAsync(
        new() { AppointmentId = coming, PersonId = colleague, StartsOn = startsOn, EndsOn = host.Clock.Today().AddDays(30).ToIso(), ExpectedVersion = 1 },
        TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(person), area.Id, area.Police, Capacity.AgencyLead)))).AppointmentId;

    /// <summary>Of whom signing in knows that they manage the partnership, today or later.</summary>
    private async Task<long> ManagersToComeAsync(Area area) => (await host.Database.QueryAsync<long>(
        "select count(*) from workplace where workplace_id = @Id and capacity = 'PartnershipManager' and coalesce(ends_on >= current_date, true)", new { area.Id })).Single();

    private async Task<IReadOnlyList<long>> VersionsToldAsync(Area area, string record, string entity = nameof(AppointmentChanged)) =>
        await host.Database.QueryAsync<long>(
            "select version from outbox where tenant_id = @Id and aggregate_id = @record and type like '%.' || @entity order by version", new { area.Id, record, entity });

    private async Task LeaveWithoutManagerAsync(Area area)
    {
        // As time does it: the only manager's appointment had a last day from the beginning.
        await using var connection = new Npgsql.NpgsqlConnection(host.Database.Everything);
        await Dapper.SqlMapper.ExecuteAsync(
            connection,
            """
            update appointment set ends_on = current_date - 7, starts_on = current_date - 14 where tenant_id = @Id and capacity = 'PartnershipManager';
            update workplace set ends_on = current_date - 7, starts_on = current_date - 14 where workplace_id = @Id and capacity = 'PartnershipManager';
            """,
            new { area.Id });
    }

    private async Task<GetTenantReply> GetAsync(Area area) => await Client.GetTenantAsync(new() { TenantId = area.Id }, host.AsOperator());

    private Metadata Operator() => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "platform", "operator", Capacity.PlatformOperator));

    private Metadata Safeguarding(Area area, Capacity capacity) => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Police, capacity));

    private ProposeRecoveryRequest Request(Area area) => new()
    {
        TenantId = area.Id,
        Person = new()
        {
            Name = "Asha Verma", JobTitle = "Partnership manager", AgencyId = area.Council, Email = Area.NewSubject() + "@example.org", Issuer = host.Provider.Issuer,
        },
    };
}
