using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>An agency's own workspace has a manager, as a partnership has: for its people, its invitations, its export and its closing.</summary>
[Collection(PartnersCollection.Name)]
public sealed class WorkspaceTests(PartnersHost host)
{
    private V1.Tenants.TenantsClient Tenants => new(host.Service.Channel);

    [Fact]
    public async Task Manager_OfAWorkspace_InvitesAppointsAndEndsItsPeople()
    {
        var (area, manager) = await MakeAsync();
        var request = Request(area);
        var appointed = await host.Client.AppointNewPersonAsync(request, manager);
        var people = await host.Client.ListPeopleAsync(new(), manager);
        var invited = people.Appointments.Single(one => one.AppointmentId == appointed.AppointmentId).PersonId;
        Assert.Equal(request.Person.Email, people.People.Single(one => one.PersonId == invited).Email);

        Assert.Equal([invited], (await host.Client.ListInvitationsAsync(new(), manager)).Invited.Select(one => one.Person.PersonId));
        await host.Client.WithdrawInvitationAsync(new() { PersonId = invited, ExpectedVersion = 1 }, manager);
        await host.Client.SendInvitationAgainAsync(new() { PersonId = invited, ExpectedVersion = 2 }, manager);
        var started = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdTokenOf(request.Person.Email, Area.NewSubject()), Nonce = "nonce" }, host.AsPortal());
        Assert.Equal([Workspace(area)], started.Session.Workplaces.Select(place => place.TenantId));

        await host.Client.EndAppointmentAsync(new() { AppointmentId = appointed.AppointmentId, ExpectedVersion = 1 }, manager);
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.IssueTokenAsync(new() { SessionId = started.SessionId, AcrossPartnerships = true }, host.AsPortal()));
        await host.Client.AppointAsync(new() { PersonId = invited, Capacity = Capacity.LeadSafeguardingPartner }, manager);
    }

    [Fact]
    public async Task Appoint_OfAnotherAgencysPersonInAWorkspace_AnswersAsOfNobody()
    {
        var (area, manager) = await MakeAsync();
        foreach (var person in new[] { await Area.PersonAsync(host, area.Council), Guid.NewGuid().ToString() })
        {
            var refusal = await Refusal.OfAsync(
                StatusCode.InvalidArgument, host.Client.AppointAsync(new() { PersonId = person, Capacity = Capacity.CrossPartnershipLead }, manager));
            Assert.Equal(("person_id", "Choose a registered person of one of the agencies here."), refusal.Sentences.Select(one => (one.Key, one.Value)).Single());
        }

        foreach (var agency in new[] { area.Council, "nobody-at-all" })
        {
            var request = Request(area);
            request.Person.AgencyId = agency;
            var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.AppointNewPersonAsync(request, manager));
            Assert.Equal(("agency_id", "Choose one of the agencies here."), refusal.Sentences.Select(one => (one.Key, one.Value)).Single());
        }
    }

    [Fact]
    public async Task Appoint_InAWorkspaceToWhatIsHeldInAPartnership_IsInvalid()
    {
        var (area, manager) = await MakeAsync();
        var person = await Area.PersonAsync(host, area.Police);
        foreach (var capacity in new[] { Capacity.IndependentScrutineer, Capacity.DelegatedSafeguardingPartner, Capacity.SubGroupChair, Capacity.PlatformOperator })
        {
            var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.AppointAsync(new() { PersonId = person, Capacity = capacity }, manager));
            Assert.Equal(["capacity"], refusal.Fields);
        }

        await Refusal.OfAsync(StatusCode.NotFound, host.Client.AppointAsync(new() { TenantId = area.Id, PersonId = person, Capacity = Capacity.AgencyLead }, manager));
    }

    [Fact]
    public async Task Appoint_ByALeadSafeguardingPartnerOfTheWorkspace_IsForItsManagerAlone()
    {
        var area = await Area.MakeAsync(host);
        var lead = As(area, Capacity.LeadSafeguardingPartner);
        var person = await Area.PersonAsync(host, area.Police);
        var refusal = await Refusal.OfAsync(
            StatusCode.FailedPrecondition, host.Client.AppointAsync(new() { PersonId = person, Capacity = Capacity.CrossPartnershipLead }, lead));
        Assert.Contains("manager of the workspace", refusal.Message, StringComparison.Ordinal);
        await host.Client.AppointAsync(new() { PersonId = person, Capacity = Capacity.PartnershipManager }, lead);
    }

    [Fact]
    public async Task EndAppointment_OfTheOnlyManagerOfAWorkspace_IsRefusedUntilThereIsAnother()
    {
        var (area, manager) = await MakeAsync();
        var own = (await host.Client.ListPeopleAsync(new(), manager)).Appointments.Single();
        var end = new EndAppointmentRequest { AppointmentId = own.AppointmentId, ExpectedVersion = 1 };
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.EndAppointmentAsync(end, manager));
        Assert.Contains("run the workspace", refusal.Message, StringComparison.Ordinal);
        var next = await Area.PersonAsync(host, area.Police);
        await host.Client.AppointAsync(new() { TenantId = Workspace(area), PersonId = next, Capacity = Capacity.PartnershipManager }, host.AsOperator());
        await host.Client.EndAppointmentAsync(end, manager);
    }

    [Fact]
    public async Task Manager_OfAnotherAgencysWorkspace_FindsNobodyThere()
    {
        var (area, manager) = await MakeAsync();
        var (_, others) = await MakeAsync();
        var appointed = await host.Client.AppointNewPersonAsync(Request(area), manager);
        var invited = (await host.Client.ListInvitationsAsync(new(), manager)).Invited.Single().Person.PersonId;
        Assert.Empty((await host.Client.ListInvitationsAsync(new(), others)).Invited);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.WithdrawInvitationAsync(new() { PersonId = invited, ExpectedVersion = 1 }, others));
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.EndAppointmentAsync(new() { AppointmentId = appointed.AppointmentId, ExpectedVersion = 1 }, others));
    }

    [Theory]
    [InlineData(Capacity.CrossPartnershipLead)]
    [InlineData(Capacity.AgencyLead)]
    public async Task RunningAWorkspace_ByAnybodyElseOfIt_IsDenied(Capacity capacity)
    {
        var (area, manager) = await MakeAsync();
        var own = (await host.Client.ListPeopleAsync(new(), manager)).Appointments.Single();
        var caller = As(area, capacity);
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AppointAsync(new() { PersonId = own.PersonId, Capacity = Capacity.AgencyLead }, caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AppointNewPersonAsync(Request(area), caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.ListInvitationsAsync(new(), caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.SendInvitationAgainAsync(new() { PersonId = own.PersonId, ExpectedVersion = 1 }, caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.EndAppointmentAsync(new() { AppointmentId = own.AppointmentId, ExpectedVersion = 1 }, caller));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Tenants.CallOffClosingAsync(new(), caller));
    }

    /// <summary>A workspace has no posts, groups or grants of its own.</summary>
    [Fact]
    public async Task Manager_OfAWorkspace_RunsNothingOfAPartnership()
    {
        var (area, manager) = await MakeAsync();
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = "DCI" }, manager));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.SaveBodyAsync(new() { Name = "A group", Kind = BodyKind.SubGroup }, manager));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.OfferSharingGrantAsync(new() { AgencyId = area.Police }, manager));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AgreeSharingGrantAsync(new() { PartnershipId = area.Id, GrantId = Guid.NewGuid().ToString() }, manager));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Tenants.SuspendTenantAsync(new() { TenantId = Workspace(area) }, manager));
    }

    [Fact]
    public async Task AppointNewPerson_ByAnOperatorOfThemselves_IsRefusedByTheirAddress()
    {
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        var themselves = await Area.PersonAsync(host, area.Police, subject);
        var request = new AppointNewPersonRequest(Request(area)) { TenantId = Workspace(area), Capacity = Capacity.PartnershipManager };
        request.Person.Email = subject.ToUpperInvariant() + "@example.org";
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointNewPersonAsync(
            request, TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(themselves), "platform", "operator", Capacity.PlatformOperator))));
        Assert.Contains("themselves", refusal.Message, StringComparison.Ordinal);
        await host.Client.AppointNewPersonAsync(request, host.AsOperator());
    }

    [Fact]
    public async Task Standing_OfAWorkspace_IsReadByThoseWhoAnswerForItAndCalledOffByItsManager()
    {
        var (area, manager) = await MakeAsync();
        // The manager takes the export that a closing waits for.
        using (var export = new V1.Export.ExportClient(host.Service.Channel).ExportTenant(new(), manager))
        {
            while (await export.ResponseStream.MoveNext(default))
            {
            }
        }

        await new V1.Export.ExportClient(host.Service.Channel).CompleteExportAsync(new(), manager);

        await Tenants.AskToCloseTenantAsync(new() { TenantId = Workspace(area), Reason = ClosingReason.AtRequest }, host.AsOperator());
        await Tenants.ConfirmClosingAsync(new() { TenantId = Workspace(area), ExpectedVersion = 1 }, host.AsOperator());
        foreach (var capacity in new[] { Capacity.PartnershipManager, Capacity.CrossPartnershipLead, Capacity.LeadSafeguardingPartner })
        {
            var read = await Tenants.GetTenantAsync(new(), As(area, capacity));
            Assert.Equal((ClosingState.Confirmed, 1, 1), (read.Standing.Closing, read.People, read.Managers));
        }

        await Refusal.OfAsync(StatusCode.PermissionDenied, Tenants.GetTenantAsync(new(), As(area, Capacity.AgencyLead)));
        await Refusal.OfAsync(StatusCode.NotFound, Tenants.GetTenantAsync(new() { TenantId = area.Id }, manager));
        await Tenants.CallOffClosingAsync(new() { ExpectedVersion = 2 }, manager);
        Assert.Equal(ClosingState.Unspecified, (await Tenants.GetTenantAsync(new(), manager)).Standing.Closing);
    }

    [Theory]
    [InlineData(Capacity.CrossPartnershipLead, true)]
    [InlineData(Capacity.LeadSafeguardingPartner, false)]
    [InlineData(Capacity.AgencyLead, false)]
    public async Task Export_OfAWorkspace_IsForItsManagerAndWhoLooksAcross(Capacity capacity, bool may)
    {
        var area = await Area.MakeAsync(host);
        using var export = new V1.Export.ExportClient(host.Service.Channel).ExportTenant(new(), As(area, capacity));
        Assert.Equal(may ? StatusCode.OK : StatusCode.PermissionDenied, await Refusal.CodeAsync(export.ResponseStream.MoveNext(default)));
    }

    private static string Workspace(Area area) => "agency:" + area.Police;

    /// <summary>The workspace of the area's police, with the headers of its manager.</summary>
    private async Task<(Area Area, Metadata Manager)> MakeAsync()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        await host.Client.AppointAsync(new() { TenantId = Workspace(area), PersonId = person, Capacity = Capacity.PartnershipManager }, host.AsOperator());
        return (area, TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(person), Workspace(area), area.Police, Capacity.PartnershipManager)));
    }

    private Metadata As(Area area, Capacity capacity) => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), Workspace(area), area.Police, capacity));

    private AppointNewPersonRequest Request(Area area) => new()
    {
        Person = new()
        {
            Name = "Asha Verma", JobTitle = "Detective inspector", AgencyId = area.Police, Email = Area.NewSubject() + "@example.org", Issuer = host.Provider.Issuer,
        },
        Capacity = Capacity.CrossPartnershipLead,
    };
}
