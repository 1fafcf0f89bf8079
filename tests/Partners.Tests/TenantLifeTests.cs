using Dapper;
using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>Tenants are suspended and closed, and what that means for tokens, sharing and notifications.</summary>
[Collection(PartnersCollection.Name)]
public sealed class TenantLifeTests(PartnersHost host)
{
    private V1.Tenants.TenantsClient Client => new(host.Service.Channel);

    [Fact]
    public async Task SuspendTenant_Partnership_StopsTokensThereAndNowhereElseUntilItIsReactivated()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var (session, _) = await SignInAsync(area);
        await TokenAsync(session, area.Id);

        await Client.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.SecurityIncident }, host.AsOperator());

        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, TokenCall(session, area.Id));
        Assert.Contains("suspended", refusal.Message, StringComparison.Ordinal);
        var place = (await host.Client.GetSessionAsync(new() { SessionId = session }, host.AsPortal())).Workplaces.Single(one => one.TenantId == area.Id);
        Assert.True(place.Suspended);
        var (others, _) = await SignInAsync(other);
        await TokenAsync(others, other.Id);

        await Client.ReactivateTenantAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, host.AsOperator());
        await TokenAsync(session, area.Id);
    }

    [Fact]
    public async Task SuspendTenant_AgencysWorkspace_StopsItsApiClientsAndItsViewAcross()
    {
        const string Workspace = "agency:westmarch-police";
        await Refusal.CodeAsync(host.Client.RegisterAgencyAsync(
            new() { AgencyId = "westmarch-police", Name = "Westmarch Police", ShortName = "Police", Kind = AgencyKind.PoliceForce }, host.AsOperator()));
        var email = Area.NewSubject() + "@example.org";
        await host.Client.AppointNewPersonAsync(
            new()
            {
                TenantId = Workspace, Capacity = Capacity.CrossPartnershipLead,
                Person = new() { Name = "Asha Verma", JobTitle = "Superintendent", AgencyId = "westmarch-police", Email = email, Issuer = host.Provider.Issuer },
            },
            host.AsOperator());
        var started = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdTokenOf(email, Area.NewSubject()), Nonce = "nonce" }, host.AsPortal());
        var version = (await Client.GetTenantAsync(new() { TenantId = Workspace }, host.AsOperator())).Standing.Version;
        await Client.SuspendTenantAsync(new() { TenantId = Workspace, Reason = SuspensionReason.Contract, ExpectedVersion = version }, host.AsOperator());
        try
        {
            await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.IssueClientTokenAsync(
                new() { ClientAssertion = host.Assertion("client:force-system"), TenantId = Workspace }));
            await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.IssueTokenAsync(
                new() { SessionId = started.SessionId, AcrossPartnerships = true }, host.AsPortal()));
        }
        finally
        {
            await Client.ReactivateTenantAsync(new() { TenantId = Workspace, ExpectedVersion = version + 1 }, host.AsOperator());
        }

        await host.Client.IssueClientTokenAsync(new() { ClientAssertion = host.Assertion("client:force-system"), TenantId = Workspace });
        await host.Client.IssueTokenAsync(new() { SessionId = started.SessionId, AcrossPartnerships = true }, host.AsPortal());
    }

    [Fact]
    public async Task SuspendTenant_Partnership_KeepsWhatItSharesAndHasItsNotificationsWait()
    {
        var area = await Area.MakeAsync(host);
        var grant = await ShareAsync(area);
        await Client.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.AtRequest }, host.AsOperator());

        await Round().RunAsync(CancellationToken.None);

        Assert.Equal(SharingGrantState.Agreed, (await GrantsAsync(area)).Single(one => one.GrantId == grant).State);
        var contacts = await host.SettingsClient.ListContactsAsync(
            new() { PartnershipId = area.Id, PersonIds = { area.Manager } }, TestTokens.Bearer(host.Tokens.ForService("actions")));
        Assert.Equal((true, 0), (contacts.Suspended, contacts.Contacts.Count));
    }

    [Fact]
    public async Task SuspendTenant_ThatIsNone_IsNotFound()
    {
        foreach (var tenant in new[] { "", "platform", "never-was", "agency:never-was" })
        {
            await Refusal.OfAsync(StatusCode.NotFound, Client.SuspendTenantAsync(new() { TenantId = tenant, Reason = SuspensionReason.Contract }, host.AsOperator()));
        }
    }

    [Fact]
    public async Task SuspendTenant_Twice_IsToldInBothActivitiesAndStaleAtTheSecond()
    {
        var area = await Area.MakeAsync(host);
        await Client.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.Contract }, host.AsOperator());
        var stale = await Refusal.OfAsync(StatusCode.Aborted, Client.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.Contract }, host.AsOperator()));
        Assert.Equal(1, stale.CurrentVersion);
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        var tenants = await connection.QueryAsync<string>(
            "select tenant_id from audit where entity = 'TenantStandingChanged' and aggregate_id = @id and rpc like '%/SuspendTenant' order by 1", new { area.Id });
        Assert.Equal([area.Id, "platform"], tenants);
    }

    [Fact]
    public async Task AskToCloseTenant_WithoutAnExport_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, AskAsync(area, Operator()));
        Assert.Contains("export", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskToCloseTenant_AfterAnExportThatNobodyTookToItsEnd_IsRefusedUntilSomebodyDoes()
    {
        var area = await Area.MakeAsync(host);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, ExportTests.CompleteAsync(area));
        await ExportTests.ExportAsync(area, whole: false);

        await Refusal.OfAsync(StatusCode.FailedPrecondition, AskAsync(area, Operator()));
        Assert.Null((await Client.GetTenantAsync(new() { TenantId = area.Id }, host.AsOperator())).ExportedAt);

        await ExportTests.CompleteAsync(area);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, ExportTests.CompleteAsync(area));
        await AskAsync(area, Operator());
        Assert.NotNull((await Client.GetTenantAsync(new() { TenantId = area.Id }, host.AsOperator())).ExportedAt);
    }

    [Fact]
    public async Task ConfirmClosing_AfterFourteenDays_IsRefusedAndAskedForAnewWithANewExport()
    {
        var area = await Area.MakeAsync(host);
        await ExportTests.ExportAsync(area, whole: true);
        await AskAsync(area, Operator());
        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(14)))
        {
            var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, ConfirmAsync(area, Operator()));
            Assert.Contains("14 days", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(ClosingState.Lapsed, (await Client.GetTenantAsync(new() { TenantId = area.Id }, host.AsOperator())).Standing.Closing);
            Assert.False((await ListedAsync(area)).ClosingAsked);
        }

        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(31)))
        {
            await Refusal.OfAsync(StatusCode.FailedPrecondition, AskAgainAsync(area));
            await ExportTests.ExportAsync(area, whole: true);
            await AskAgainAsync(area);
            Assert.True((await ListedAsync(area)).ClosingAsked);
        }
    }

    [Fact]
    public async Task Closing_ByTwoOperators_WarnsThenEndsTokensWorkplacesAndSharing()
    {
        var area = await Area.MakeAsync(host);
        var grant = await ShareAsync(area);
        var (session, _) = await SignInAsync(area);
        await ExportTests.ExportAsync(area, whole: true);
        var first = Operator();
        await AskAsync(area, first);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, ConfirmAsync(area, first));
        await Refusal.OfAsync(StatusCode.PermissionDenied, ConfirmAsync(area, host.AsRegister()));
        await ConfirmAsync(area, Operator());

        var today = host.Clock.Today();
        var place = (await host.Client.GetSessionAsync(new() { SessionId = session }, host.AsPortal())).Workplaces.Single();
        Assert.Equal(today.AddDays(30).ToIso(), place.ClosesOn);
        await TokenAsync(session, area.Id);
        await Round().RunAsync(CancellationToken.None);
        Assert.Equal(SharingGrantState.Agreed, (await GrantsAsync(area)).Single(one => one.GrantId == grant).State);

        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(30)))
        {
            await Refusal.OfAsync(StatusCode.PermissionDenied, TokenCall(session, area.Id));
            Assert.Empty((await host.Client.GetSessionAsync(new() { SessionId = session }, host.AsPortal())).Workplaces);
            await Round().RunAsync(CancellationToken.None);
            var ended = (await GrantsAsync(area)).Single(one => one.GrantId == grant);
            Assert.Equal((SharingGrantState.Withdrawn, "The partnership is closed."), (ended.State, ended.WithdrawnReason));
            await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.CallOffClosingAsync(new() { TenantId = area.Id, ExpectedVersion = 2 }, host.AsOperator()));
            await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.SuspendTenantAsync(
                new() { TenantId = area.Id, Reason = SuspensionReason.Contract, ExpectedVersion = 2 }, host.AsOperator()));
        }
    }

    [Fact]
    public async Task Closing_OfATenantThatIsSuspended_WaitsAndGoesOnByAsManyDays()
    {
        var area = await Area.MakeAsync(host);
        var grant = await ShareAsync(area);
        var (session, _) = await SignInAsync(area);
        await ExportTests.ExportAsync(area, whole: true);
        await AskAsync(area, Operator());
        await ConfirmAsync(area, Operator());
        var today = host.Clock.Today();
        await Client.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.Contract, ExpectedVersion = 2 }, host.AsOperator());

        using (host.Clock.At(today.AddDays(40).AtInLondon(new TimeOnly(9, 0))))
        {
            await Round().RunAsync(CancellationToken.None);
            Assert.Equal(SharingGrantState.Agreed, (await GrantsAsync(area)).Single(one => one.GrantId == grant).State);
            var place = (await host.Client.GetSessionAsync(new() { SessionId = session }, host.AsPortal())).Workplaces.Single();
            var closesOn = today.AddDays(30 + 41).ToIso();
            Assert.Equal((true, closesOn), (place.Suspended, place.ClosesOn));
            var standing = (await Client.GetTenantAsync(new() { TenantId = area.Id }, host.AsOperator())).Standing;
            Assert.Equal((ClosingState.Confirmed, closesOn), (standing.Closing, standing.ClosesOn));
            Assert.Equal(closesOn, (await ListedAsync(area)).ClosesOn);

            await Client.ReactivateTenantAsync(new() { TenantId = area.Id, ExpectedVersion = 3 }, host.AsOperator());
            await TokenAsync(session, area.Id);
        }

        using (host.Clock.At(today.AddDays(71).AtInLondon(new TimeOnly(9, 0))))
        {
            await Refusal.OfAsync(StatusCode.PermissionDenied, TokenCall(session, area.Id));
        }
    }

    [Fact]
    public async Task ConfirmClosing_WhileSuspended_IsRefusedInWords()
    {
        var area = await Area.MakeAsync(host);
        await ExportTests.ExportAsync(area, whole: true);
        await AskAsync(area, Operator());
        await Client.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.Contract, ExpectedVersion = 1 }, host.AsOperator());
        var refusal = await Refusal.OfAsync(
            StatusCode.FailedPrecondition, Client.ConfirmClosingAsync(new() { TenantId = area.Id, ExpectedVersion = 2 }, Operator()));
        Assert.Contains("End the suspension first", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallOffClosing_ByTheManager_LeavesTheTenantOpen()
    {
        var area = await Area.MakeAsync(host);
        await ExportTests.ExportAsync(area, whole: true);
        await AskAsync(area, Operator());
        await ConfirmAsync(area, Operator());
        await Client.CallOffClosingAsync(new() { ExpectedVersion = 2 }, area.AsManager());
        Assert.Equal(ClosingState.Unspecified, (await Client.GetTenantAsync(new(), area.AsManager())).Standing.Closing);
    }

    [Theory]
    [InlineData(Capacity.PartnershipManager)]
    [InlineData(Capacity.LeadSafeguardingPartner)]
    public async Task GoverningATenant_ByAnybodyOfIt_IsDenied(Capacity capacity)
    {
        var area = await Area.MakeAsync(host);
        var caller = TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(area.Manager), area.Id, area.Council, capacity));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.SuspendTenantAsync(new() { TenantId = area.Id }, caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ReactivateTenantAsync(new() { TenantId = area.Id }, caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.AskToCloseTenantAsync(new() { TenantId = area.Id }, caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ConfirmClosingAsync(new() { TenantId = area.Id }, caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ProposeRecoveryAsync(new() { TenantId = area.Id }, caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ConfirmRecoveryAsync(new() { TenantId = area.Id }, caller));
    }

    private AsyncUnaryCall<TenantReply> AskAsync(Area area, Metadata caller) =>
        Client.AskToCloseTenantAsync(new() { TenantId = area.Id, Reason = ClosingReason.AtRequest }, caller);

    private AsyncUnaryCall<TenantReply> AskAgainAsync(Area area) =>
        Client.AskToCloseTenantAsync(new() { TenantId = area.Id, Reason = ClosingReason.AtRequest, ExpectedVersion = 1 }, Operator());

    private async Task<Tenant> ListedAsync(Area area)
    {
        // Its place in the list is after whatever sorts before it.
        var page = await host.Client.ListTenantsAsync(new() { PageSize = 1, PageToken = area.Id[..^1] }, host.AsOperator());
        while (page.Tenants.Single().TenantId != area.Id)
        {
            page = await host.Client.ListTenantsAsync(new() { PageSize = 1, PageToken = page.NextPageToken }, host.AsOperator());
        }

        return page.Tenants.Single();
    }

    private AsyncUnaryCall<TenantReply> ConfirmAsync(Area area, Metadata caller) =>
        Client.ConfirmClosingAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, caller);

    private Metadata Operator() => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "platform", "operator", Capacity.PlatformOperator));

    private GrantsOfClosed Round() => host.Service.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<GrantsOfClosed>().Single();

    private async Task<string> ShareAsync(Area area)
    {
        var offered = await host.Client.OfferSharingGrantAsync(
            new() { AgencyId = area.Police, AgreementReference = "ISA-12", Capacities = { Capacity.CrossPartnershipLead } }, area.AsManager());
        var lead = TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "agency:" + area.Police, area.Police, Capacity.CrossPartnershipLead));
        await host.Client.AgreeSharingGrantAsync(new() { PartnershipId = area.Id, GrantId = offered.GrantId, ExpectedVersion = 1 }, lead);
        return offered.GrantId;
    }

    private async Task<IReadOnlyList<V1.SharingGrant>> GrantsAsync(Area area) => (await host.Client.ListSharingGrantsAsync(new(), area.AsManager())).Grants;

    private async Task<(string SessionId, string PersonId)> SignInAsync(Area area)
    {
        var subject = Area.NewSubject();
        var person = await Area.PersonAsync(host, area.Police, subject);
        await area.AppointAsync(person, Capacity.AgencyLead);
        var started = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdToken(subject, "nonce"), Nonce = "nonce" }, host.AsPortal());
        return (started.SessionId, person);
    }

    private AsyncUnaryCall<IssueTokenReply> TokenCall(string session, string tenant) =>
        host.Client.IssueTokenAsync(new() { SessionId = session, TenantId = tenant }, host.AsPortal());

    private async Task TokenAsync(string session, string tenant) => await TokenCall(session, tenant);
}
