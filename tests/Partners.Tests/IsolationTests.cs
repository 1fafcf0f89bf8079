using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>Another tenant's ids answer exactly as ids that nothing has. The calls come from the proto: a new one cannot be missed.</summary>
[Collection(PartnersCollection.Name)]
public sealed class IsolationTests(PartnersHost host)
{
    private static readonly IsolationSweep Sweep = new(V1.Partners.Descriptor)
    {
        // The register is the platform operator's; a session's id is a secret that the portal alone may send.
        Closed =
        [
            "ProvisionPartnership", "RegisterAgency", "RegisterBody", "RegisterPerson", "GetSession", "EndSession", "KeepForm", "GetKeptForm",
            "RegisterSuccession", "MoveSuccessionDay", "LinkSuccessors", "UnlinkSuccessors",
        ],
        Global =
        [
            // Anybody may read the register of agencies, and choose of it.
            "AddPartnerAgency agency_id",
            // A secret and no name: whoever holds it is the person.
            "IssueToken session_id",
        ],
        Malformed = new()
        {
            ["Appoint person_id"] = StatusCode.InvalidArgument,
            ["AppointNewPerson person.agency_id"] = StatusCode.InvalidArgument,
            ["CorrectPerson agency_id"] = StatusCode.InvalidArgument,
            ["NameDeputy person_id"] = StatusCode.InvalidArgument,
        },
    };

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((56, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var faults = await Sweep.FaultsAsync(
            host.Service.Channel.CreateCallInvoker(), id,
            await TenantAsync("client:force-system", "agency:westmarch-police"), await TenantAsync("client:apphost", "platform"));

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private async Task<SweptTenant> TenantAsync(string client, string itsTenant)
    {
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        var person = await Area.PersonAsync(host, area.Police, subject);
        var appointment = await area.AppointAsync(person, Capacity.AgencyLead);
        var session = await host.Client.StartSessionAsync(
            new() { IdToken = host.Provider.IdToken(subject, "nonce"), Nonce = "nonce" }, host.AsPortal());
        var post = await host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = "DCI Public Protection" }, area.AsManager());
        var form = await host.Client.KeepFormAsync(
            new() { SessionId = session.SessionId, Content = Google.Protobuf.ByteString.CopyFromUtf8("words") }, host.AsPortal());
        var own = await host.Client.SaveBodyAsync(new() { Name = "Our quality group", Kind = BodyKind.SubGroup }, area.AsManager());
        var grant = await host.Client.OfferSharingGrantAsync(
            new() { AgencyId = area.Police, AgreementReference = "ISA-12", Capacities = { Capacity.CrossPartnershipLead } },
            area.AsManager());
        var invitation = await host.Client.AppointNewPersonAsync(
            new()
            {
                Person = new() { Name = "Asha Verma", JobTitle = "Officer", AgencyId = area.Police, Email = Area.NewSubject() + "@example.org", Issuer = host.Provider.Issuer },
                Capacity = Capacity.Contributor,
            },
            area.AsManager());
        var invited = (await host.Client.ListPeopleAsync(new(), area.AsManager())).Appointments.Single(one => one.AppointmentId == invitation.AppointmentId).PersonId;
        return new()
        {
            Caller = rpc => rpc switch
            {
                "AgreeSharingGrant" => TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(person), "agency:" + area.Police, area.Police, Capacity.CrossPartnershipLead)),
                "IssueToken" => host.AsPortal(),
                "IssueClientToken" => [],
                _ => area.AsManager(),
            },
            Sent = new()
            {
                ["partnership_id"] = area.Id,
                ["tenant_id"] = area.Id,
                ["agency_id"] = area.Police,
                ["part_of_agency_id"] = area.Council,
                ["AddPartnerAgency agency_id"] = await Area.AgencyAsync(host, "more-" + area.Id, AgencyKind.Charity),
                ["RemovePartnerAgency agency_id"] = area.Charity,
                // The one of the offered grant is taken.
                ["OfferSharingGrant agency_id"] = area.Charity,
                ["body_id"] = "body-of-" + area.Id,
                ["Appoint body_id"] = area.Group,
                ["Appoint capacity"] = Capacity.SubGroupChair,
                ["AppointNewPerson body_id"] = area.Group,
                ["AppointNewPerson capacity"] = Capacity.SubGroupChair,
                ["person.agency_id"] = area.Police,
                ["agencies.agency_id"] = area.Police,
                ["first_manager.agency_id"] = area.Police,
                ["person.name"] = "Asha Verma",
                ["person.job_title"] = "Detective inspector",
                ["person.email"] = (Func<object>)(() => Area.NewSubject() + "@example.org"),
                ["person.issuer"] = host.Provider.Issuer,
                ["person.subject"] = "",
                ["AppointNewPerson tenant_id"] = area.Id,
                ["ListInvitations person_id"] = invited,
                ["SendInvitationAgain person_id"] = invited,
                ["WithdrawInvitation person_id"] = invited,
                ["CorrectInvitation person_id"] = invited,
                ["CorrectInvitation email"] = (Func<object>)(() => Area.NewSubject() + "@example.org"),
                ["body_ids"] = "body-of-" + area.Id,
                ["SaveBody body_id"] = own.BodyId,
                ["SaveBody name"] = (Func<object>)(() => "Quality group " + Guid.NewGuid().ToString("N")),
                ["SaveBody kind"] = BodyKind.SubGroup,
                ["CorrectPerson person_id"] = person,
                ["CorrectPerson name"] = "Asha Verma",
                ["CorrectPerson job_title"] = "Detective inspector",
                ["CorrectPerson email"] = (Func<object>)(() => Area.NewSubject() + "@example.org"),
                ["person_id"] = await Area.PersonAsync(host, area.Police),
                ["appointment_id"] = appointment.AppointmentId,
                ["NameDeputy starts_on"] = host.Clock.Today().ToIso(),
                ["NameDeputy ends_on"] = host.Clock.Today().AddDays(13).ToIso(),
                ["post_id"] = post.PostId,
                ["holder_id"] = person,
                ["title"] = "Named nurse",
                ["grant_id"] = grant.GrantId,
                ["from_partnership_id"] = area.Id,
                ["to.partnership_id"] = area.Id,
                ["to.council_agency_id"] = area.Council,
                ["link_id"] = Guid.NewGuid().ToString(),
                ["link.link_id"] = Guid.NewGuid().ToString(),
                ["link.from_ids"] = area.Council,
                ["link.to_ids"] = area.Council,
                ["succession_id"] = Guid.NewGuid().ToString(),
                ["session_id"] = session.SessionId,
                ["form_id"] = form.FormId,
                ["capacity"] = Capacity.Verifier,
                ["capacities"] = Capacity.CrossPartnershipLead,
                ["agreement_reference"] = "ISA-13",
                ["reason"] = "The review is over.",
                ["expected_version"] = 1L,
                ["AddPartnerAgency expected_version"] = 5L,
                ["RemovePartnerAgency expected_version"] = 5L,
                ["IssueClientToken tenant_id"] = itsTenant,
                ["client_assertion"] = (Func<object>)(() => host.Assertion(client)),
            },
        };
    }
}
