using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>
/// Partners as the portal sees it, over real gRPC and from memory. An access token is the words "person in tenant", so that
/// a test can read whose it is.
/// </summary>
public sealed class StandInPartners : Partners.V1.Partners.PartnersBase
{
    private readonly ConcurrentDictionary<string, string> sessions = new();
    private readonly ConcurrentDictionary<string, string> ended = new();
    private readonly ConcurrentDictionary<string, (string Subject, Google.Protobuf.ByteString Content)> kept = new();
    private int endedSessions;

    /// <summary>Sessions by the identity provider's subject.</summary>
    public ConcurrentDictionary<string, Session> People { get; } = new();

    public List<SharingGrant> Grants { get; } = [];

    /// <summary>The newest first.</summary>
    public List<GuardReason> GuardReasons { get; } = [];

    /// <summary>The writes that came, with the key of each.</summary>
    public ConcurrentQueue<OfferSharingGrantRequest> Offers { get; } = new();

    public ConcurrentQueue<(string Rpc, string Key, string Tenant)> Writes { get; } = new();

    public int EndedSessions => endedSessions;

    /// <summary>Of tokens that are asked for from now on; the portal keeps none that ends within ten seconds.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>True while no session can be started.</summary>
    public bool IsAway { get; set; }

    public override Task<IssueTokenReply> IssueClientToken(IssueClientTokenRequest request, ServerCallContext context) =>
        Task.FromResult(Token("service:portal"));

    public override Task<StartSessionReply> StartSession(StartSessionRequest request, ServerCallContext context)
    {
        Demand(context, "service:portal");
        if (IsAway)
        {
            throw new Unavailable("Partners does not answer.");
        }

        var token = new JsonWebToken(request.IdToken);
        if (request.Nonce.Length < 40 || token.GetClaim("nonce").Value != request.Nonce || !People.TryGetValue(token.Subject, out var session))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "You have no account on this platform yet. Ask your partnership manager for one."));
        }

        var id = Guid.NewGuid().ToString("N");
        sessions[id] = token.Subject;
        return Task.FromResult(new StartSessionReply { SessionId = id, Session = session });
    }

    public override Task<Session> GetSession(GetSessionRequest request, ServerCallContext context)
    {
        Demand(context, "service:portal");
        return Task.FromResult(SessionOf(request.SessionId));
    }

    public override Task<IssueTokenReply> IssueToken(IssueTokenRequest request, ServerCallContext context)
    {
        Demand(context, "service:portal");
        var session = SessionOf(request.SessionId);
        if (request.AcrossPartnerships ? !session.AcrossPartnerships : session.Workplaces.All(place => place.TenantId != request.TenantId))
        {
            throw new Forbidden("You have no current appointment there.");
        }

        if (session.Workplaces.Any(place => place.Suspended && place.TenantId == request.TenantId))
        {
            throw new Refused("This is suspended for now, and nobody can work in it.");
        }

        return Task.FromResult(Token($"{session.Person.PersonId} in {(request.AcrossPartnerships ? "all" : request.TenantId)}"));
    }

    public override Task<EndSessionReply> EndSession(EndSessionRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref endedSessions);
        sessions.TryRemove(request.SessionId, out _);
        return Task.FromResult(new EndSessionReply());
    }

    /// <summary>Ends every session of a person, as an end of their appointments would.</summary>
    public void EndSessionsOf(string subject)
    {
        foreach (var (id, _) in sessions.Where(one => one.Value == subject))
        {
            ended[id] = subject;
            sessions.TryRemove(id, out _);
        }
    }

    public override Task<KeepFormReply> KeepForm(KeepFormRequest request, ServerCallContext context)
    {
        Demand(context, "service:portal");
        if (request.Content.Length > 102_400)
        {
            throw new Invalid("content", "This is too much.");
        }

        var id = Guid.NewGuid().ToString();
        kept[id] = (sessions.TryGetValue(request.SessionId, out var subject) ? subject : ended[request.SessionId], request.Content);
        return Task.FromResult(new KeepFormReply { FormId = id });
    }

    public override Task<KeptForm> GetKeptForm(GetKeptFormRequest request, ServerCallContext context)
    {
        Demand(context, "service:portal");
        return kept.TryGetValue(request.FormId, out var form) && SessionOf(request.SessionId) == People[form.Subject]
            ? Task.FromResult(new KeptForm { Content = form.Content })
            : throw new NotFound("form");
    }

    /// <summary>What is kept of forms, as it came.</summary>
    public IEnumerable<string> KeptText => kept.Values.Select(form => form.Content.ToStringUtf8());

    public override Task<ListAgenciesReply> ListAgencies(ListAgenciesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListAgenciesReply
        {
            Agencies =
            {
                new Agency { AgencyId = "westmarch-police", Name = "Westmarch Police", Kind = AgencyKind.PoliceForce },
                new Agency { AgencyId = "moors-icb", Name = "Moors Integrated Care Board", Kind = AgencyKind.IntegratedCareBoard },
                new Agency { AgencyId = "haskermoor-council", Name = "Haskermoor Council", Kind = AgencyKind.Council },
                new Agency { AgencyId = "moors-hospitals", Name = "Moors Hospitals", Kind = AgencyKind.NhsTrust },
            },
            Bodies =
            {
                new Body { BodyId = "executive", Name = "Partnership executive", Kind = BodyKind.Board, Cycle = "Every month", ClearDays = 5, ReplyDays = 10, KeptByPartnershipId = "haskermoor", Version = 3, EndsOn = ExecutiveEndsOn },
                new Body { BodyId = "community-safety", Name = "Community safety partnership" },
            },
            Successors =
            {
                new SuccessorLink { LinkId = LinkId, Kind = SuccessorKind.Merged, FromIds = { "north-icb", "south-icb" }, ToIds = { "moors-icb" }, TakesEffectOn = "2022-07-01", Note = "The order of 2022" },
                new SuccessorLink { LinkId = "0198c0de-0000-7000-8000-0000000000f2", Kind = SuccessorKind.Renamed, OfBodies = true, FromIds = { "executive" }, ToIds = { "community-safety" }, TakesEffectOn = "2099-04-01" },
            },
        });

    /// <summary>The last day of the one group that Haskermoor keeps itself; empty where it goes on.</summary>
    public string ExecutiveEndsOn { get; set; } = "";

    public const string LinkId = "0198c0de-0000-7000-8000-0000000000f1";

    public ConcurrentQueue<SuccessorLink> Links { get; } = new();

    public override Task<SuccessorLinkReply> LinkSuccessors(LinkSuccessorsRequest request, ServerCallContext context)
    {
        var check = new RequestCheck().Known("link.kind", request.Link.Kind, "what happened");
        check.Date("link.takes_effect_on", request.Link.TakesEffectOn, "The day");
        check.Text("link.note", request.Link.Note, "What it came about by", 300);
        check.That(request.Link.FromIds.Count > 0, "link.from_ids", "Choose the one that was succeeded.").ThrowIfRefused();
        Links.Enqueue(request.Link);
        return Task.FromResult(new SuccessorLinkReply { LinkId = LinkId });
    }

    public override Task<SuccessorLinkReply> UnlinkSuccessors(UnlinkSuccessorsRequest request, ServerCallContext context) =>
        Task.FromResult(new SuccessorLinkReply { LinkId = request.LinkId });

    public ConcurrentQueue<CorrectPersonRequest> Corrections { get; } = new();

    public override Task<PersonReply> CorrectPerson(CorrectPersonRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        check.Text("name", request.Name, "The name", 200, required: true);
        check.Text("job_title", request.JobTitle, "The job title", 200, required: true);
        check.That(request.Email.Contains('@', StringComparison.Ordinal), "email", "Enter an email address, such as name@example.org.").ThrowIfRefused();
        if (People[request.PersonId].Person.AgencyId != request.AgencyId)
        {
            throw new Refused("They still hold a role here for their present agency, which would not go with them.");
        }

        Corrections.Enqueue(request);
        return Task.FromResult(new PersonReply { PersonId = request.PersonId, Version = request.ExpectedVersion + 1 });
    }

    public override Task<Partnership> GetPartnership(GetPartnershipRequest request, ServerCallContext context) =>
        Task.FromResult(new Partnership
        {
            PartnershipId = "haskermoor",
            Name = "Haskermoor Safeguarding Children Partnership",
            Agencies = { Partner("westmarch-police"), Partner("moors-icb"), Partner("haskermoor-council") },
            BodyIds = { "executive", "community-safety" },
            Code = "HSK",
            Version = 4,
        });

    private static PartnerAgency Partner(string agencyId) => new() { AgencyId = agencyId, SafeguardingPartner = true };

    public override Task<ListPeopleReply> ListPeople(ListPeopleRequest request, ServerCallContext context) =>
        Task.FromResult(Bearer(context).EndsWith(" in agency:westmarch-police", StringComparison.Ordinal) ? PeopleOfTheForce() : new ListPeopleReply
        {
            People = { PeopleHere.Select(session => session.Person) },
            Appointments =
            {
                PeopleHere.Select(session => new Appointment
                {
                    AppointmentId = session.Person.PersonId == "officer" ? OfficersAppointment : "appointment of " + session.Person.PersonId,
                    PersonId = session.Person.PersonId, AgencyId = session.Person.AgencyId, StartsOn = "2020-01-01",
                    Capacity = session.Workplaces.SelectMany(place => place.Capacities).FirstOrDefault(), Version = 1, BodyId = Chairs.GetValueOrDefault(session.Person.PersonId, ""),
                }),
                new Appointment
                {
                    AppointmentId = DeputysAppointment, PersonId = "chief", AgencyId = "westmarch-police", StartsOn = "2026-11-01", EndsOn = "2099-11-14",
                    Capacity = Capacity.ActionOwner, DeputyForId = OfficersAppointment, DeputyForPersonId = "officer", Version = 2,
                },
            },
            AwaitedPersonIds = { Awaited },
        });

    /// <summary>People of Haskermoor who are invited and have not come yet.</summary>
    public List<string> Awaited { get; } = [];

    // Who runs the force's workspace has no part in the partnership.
    private IEnumerable<Session> PeopleHere => People.Values.Where(session => session.Person.PersonId != "force-manager");

    private ListPeopleReply PeopleOfTheForce() => new()
    {
        People = { People["force-lead"].Person, People["force-officer"].Person, People["force-manager"].Person },
        Appointments =
        {
            OfTheForce("force-lead", LeadsAppointment), OfTheForce("force-officer", ColleaguesAppointment), LeadsDeputy,
            OfTheForce("force-manager", ManagersAppointment, Capacity.PartnershipManager),
        },
    };

    private static Appointment OfTheForce(string personId, string appointmentId, Capacity capacity = Capacity.CrossPartnershipLead) => new()
    {
        AppointmentId = appointmentId, TenantId = "agency:westmarch-police", PersonId = personId, AgencyId = "westmarch-police", StartsOn = "2020-01-01",
        Capacity = capacity, Version = 1,
    };

    private static Appointment LeadsDeputy => new(OfTheForce("force-officer", LeadsDeputysAppointment))
    {
        StartsOn = "2026-11-01", EndsOn = "2099-11-14", DeputyForId = LeadsAppointment, DeputyForPersonId = "force-lead", Version = 2,
    };

    public const string LeadsAppointment = "0198c0de-0000-7000-8000-0000000000e3";

    public const string ColleaguesAppointment = "0198c0de-0000-7000-8000-0000000000e4";

    /// <summary>Of whoever manages the workspace of the force.</summary>
    public const string ManagersAppointment = "0198c0de-0000-7000-8000-0000000000e6";

    public const string LeadsDeputysAppointment = "0198c0de-0000-7000-8000-0000000000e5";

    /// <summary>The bodies that people chair by their appointments.</summary>
    public Dictionary<string, string> Chairs { get; } = [];

    public const string OfficersAppointment = "0198c0de-0000-7000-8000-0000000000e1";

    /// <summary>In which the chief stands in for the officer.</summary>
    public const string DeputysAppointment = "0198c0de-0000-7000-8000-0000000000e2";

    public ConcurrentQueue<NameDeputyRequest> Deputies { get; } = new();

    public ConcurrentQueue<EndAppointmentRequest> Ended { get; } = new();

    public override Task<AppointmentReply> NameDeputy(NameDeputyRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.PersonId.Length > 0, "person_id", "Choose the deputy.")
            .That(request.StartsOn.Length > 0, "starts_on", "Enter the first day.")
            .That(request.EndsOn.Length > 0, "ends_on", "Enter the last day.")
            .ThrowIfRefused();
        if (request.ExpectedVersion != 1)
        {
            throw new Conflict(1);
        }

        Deputies.Enqueue(request);
        return Task.FromResult(new AppointmentReply { AppointmentId = Guid.NewGuid().ToString(), Version = 1 });
    }

    public ConcurrentQueue<AppointRequest> Appointed { get; } = new();

    public ConcurrentQueue<AppointNewPersonRequest> NewPeople { get; } = new();

    /// <summary>Who appointed somebody last, or ended an appointment, and where.</summary>
    public string AppointedBy { get; private set; } = "";

    /// <summary>Partnerships that were provisioned, and agencies that were registered.</summary>
    public ConcurrentQueue<ProvisionPartnershipRequest> Provisioned { get; } = new();

    public ConcurrentQueue<RegisterAgencyRequest> Registered { get; } = new();

    public override Task<PartnershipReply> ProvisionPartnership(ProvisionPartnershipRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.PartnershipId.Length > 0, "partnership_id", "Use 2 to 60 small letters, digits and hyphens, beginning with a letter.")
            .That(request.FirstManager.Name.Length > 0, "manager_name", "Enter the name.")
            .That(request.Agencies.Count(one => one.SafeguardingPartner) == 3, "agencies", "Choose a council, a police force and an integrated care board.")
            .ThrowIfRefused();
        Provisioned.Enqueue(request);
        return Task.FromResult(new PartnershipReply { PartnershipId = request.PartnershipId, Version = 1 });
    }

    public override Task<AgencyReply> RegisterAgency(RegisterAgencyRequest request, ServerCallContext context)
    {
        new RequestCheck().Known("kind", request.Kind, "what kind of agency it is").ThrowIfRefused();
        Registered.Enqueue(request);
        return Task.FromResult(new AgencyReply { AgencyId = request.AgencyId, Version = 1 });
    }

    public const string InvitedId = "0198c0de-0000-7000-8000-0000000000f1";

    /// <summary>Of Haskermoor's one invited person.</summary>
    public Invitation Invitation { get; set; } = NewInvitation();

    public static Invitation NewInvitation() => new()
    {
        PersonId = InvitedId, State = InvitationState.Waiting, Issuer = "https://login.example.org", Version = 1,
        InvitedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero)),
        ExpiresAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero)),
    };

    /// <summary>Where the one who is invited gets a role, and which.</summary>
    public (string Id, string Name, Capacity[] Roles) InvitedTo { get; set; } =
        ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.DelegatedSafeguardingPartner, Capacity.AgencyLead]);

    public override Task<ListInvitationsReply> ListInvitations(ListInvitationsRequest request, ServerCallContext context)
    {
        var invited = new InvitedPerson
        {
            Invitation = Invitation,
            Person = new Person { PersonId = InvitedId, Name = "Sunniva Okell", JobTitle = "Director of nursing", AgencyId = "moors-icb", Email = "s.okell@example.org" },
            PlaceId = InvitedTo.Id,
            PlaceName = InvitedTo.Name,
            Capacities = { InvitedTo.Roles },
        };
        return Task.FromResult(new ListInvitationsReply { Invited = { new[] { invited }.Where(one => request.PersonId.Length == 0 || request.PersonId == InvitedId) } });
    }

    public override Task<InvitationReply> SendInvitationAgain(SendInvitationAgainRequest request, ServerCallContext context) =>
        Change(request.ExpectedVersion, invitation => (invitation.State, invitation.WithdrawnAt) = (InvitationState.Waiting, null));

    public ConcurrentQueue<CorrectInvitationRequest> CorrectedInvitations { get; } = new();

    public override Task<InvitationReply> CorrectInvitation(CorrectInvitationRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.Email.Contains('@', StringComparison.Ordinal), "email", "Enter an email address, such as name@example.org.").ThrowIfRefused();
        CorrectedInvitations.Enqueue(request);
        return Change(request.ExpectedVersion, invitation => invitation.State = InvitationState.Waiting);
    }

    public override Task<InvitationReply> WithdrawInvitation(WithdrawInvitationRequest request, ServerCallContext context) =>
        Change(request.ExpectedVersion, invitation => (invitation.State, invitation.WithdrawnAt) = (InvitationState.Withdrawn, invitation.InvitedAt));

    private Task<InvitationReply> Change(long expectedVersion, Action<Invitation> change)
    {
        if (expectedVersion != Invitation.Version)
        {
            throw new Conflict(Invitation.Version);
        }

        change(Invitation);
        return Task.FromResult(new InvitationReply { PersonId = InvitedId, Version = ++Invitation.Version });
    }

    public ConcurrentQueue<AddPartnerAgencyRequest> NewAgencies { get; } = new();

    public ConcurrentQueue<SaveBodyRequest> Bodies { get; } = new();

    public override Task<BodyReply> SaveBody(SaveBodyRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.Name.Length > 0, "name", "Enter the name.").Known("kind", request.Kind, "what kind of body it is")
            .That(request.ClearDays >= 0, "clear_days", "Enter 0 to 90 clear days.").ThrowIfRefused();
        if (request.BodyId.Length > 0 && request.ExpectedVersion != 3)
        {
            throw new Conflict(3);
        }

        Bodies.Enqueue(request);
        return Task.FromResult(new BodyReply { BodyId = "executive", Version = request.ExpectedVersion + 1 });
    }

    public override Task<AppointmentReply> Appoint(AppointRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.PersonId.Length > 0, "person_id", "Choose the person.").Known("capacity", request.Capacity, "a role").ThrowIfRefused();
        Appointed.Enqueue(request);
        AppointedBy = Bearer(context);
        return Task.FromResult(new AppointmentReply { AppointmentId = Guid.NewGuid().ToString(), Version = 1 });
    }

    public override Task<AppointmentReply> AppointNewPerson(AppointNewPersonRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.Person.Name.Length > 0, "name", "Enter the name.")
            .That(request.Person.JobTitle.Length > 0, "job_title", "Enter the job title.")
            .That(request.Person.AgencyId.Length > 0, "agency_id", "Choose the agency.")
            .That(request.Person.Email.Contains('@', StringComparison.Ordinal), "email", "Enter an email address, such as name@example.org.")
            .Known("capacity", request.Capacity, "a role")
            .ThrowIfRefused();
        NewPeople.Enqueue(request);
        AppointedBy = Bearer(context);
        return Task.FromResult(new AppointmentReply { AppointmentId = Guid.NewGuid().ToString(), Version = 1 });
    }

    public override Task<PartnershipReply> AddPartnerAgency(AddPartnerAgencyRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.AgencyId.Length > 0, "agency_id", "Choose an agency of the register.").ThrowIfRefused();
        NewAgencies.Enqueue(request);
        return Task.FromResult(new PartnershipReply { PartnershipId = "haskermoor", Version = request.ExpectedVersion + 1 });
    }

    public ConcurrentQueue<RemovePartnerAgencyRequest> RemovedAgencies { get; } = new();

    /// <summary>Why an agency cannot be removed; empty where it can.</summary>
    public string StillHere { get; set; } = "";

    public override Task<PartnershipReply> RemovePartnerAgency(RemovePartnerAgencyRequest request, ServerCallContext context)
    {
        if (StillHere.Length > 0)
        {
            throw new Refused(StillHere);
        }

        RemovedAgencies.Enqueue(request);
        return Task.FromResult(new PartnershipReply { PartnershipId = "haskermoor", Version = request.ExpectedVersion + 1 });
    }

    public override Task<AppointmentReply> EndAppointment(EndAppointmentRequest request, ServerCallContext context)
    {
        Ended.Enqueue(request);
        AppointedBy = Bearer(context);
        return Task.FromResult(new AppointmentReply { AppointmentId = request.AppointmentId, Version = request.ExpectedVersion + 1 });
    }

    public override Task<ListSharingGrantsReply> ListSharingGrants(ListSharingGrantsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSharingGrantsReply { Grants = { Grants } });

    public override Task<ListSharingLogReply> ListSharingLog(ListSharingLogRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSharingLogReply
        {
            Entries =
            {
                new SharingLogEntry
                {
                    At = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 14, 5, 0, TimeSpan.Zero)),
                    PersonName = "Priya Nair", JobTitle = "Superintendent", AgencyId = "westmarch-police",
                    Capacity = Capacity.CrossPartnershipLead, LookedAt = "All partnerships: headlines", Level = SharingLevel.OwnActions,
                },
            },
        });

    public override Task<ListGuardReasonsReply> ListGuardReasons(ListGuardReasonsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListGuardReasonsReply
        {
            Reasons = { GuardReasons.Where(_ => request.PageToken.Length == 0) },
            NextPageToken = GuardReasons.Count > 0 && request.PageToken.Length == 0 ? "older" : "",
        });

    public override Task<SharingGrantReply> OfferSharingGrant(OfferSharingGrantRequest request, ServerCallContext context)
    {
        var check = new RequestCheck()
            .That(request.AgencyId.Length > 0, "agency_id", "Choose the agency.")
            .That(request.AgreementReference.Length > 0, "agreement_reference", "Enter the reference of the agreement.");
        check.Date("review_on", request.ReviewOn, "The review date");
        var endsOn = check.Date("ends_on", request.EndsOn, "The end");
        check.That(!(endsOn?.Year > 2028), "ends_on", "A grant lasts 12 months at most.").ThrowIfRefused();
        Offers.Enqueue(request);
        return Task.FromResult(Wrote("OfferSharingGrant", context));
    }

    public override Task<SharingGrantReply> WithdrawSharingGrant(WithdrawSharingGrantRequest request, ServerCallContext context)
    {
        var grant = Grants.Single(one => one.GrantId == request.GrantId);
        if (grant.Version != request.ExpectedVersion)
        {
            throw new Conflict(grant.Version);
        }

        return Task.FromResult(Wrote("WithdrawSharingGrant", context));
    }

    public override Task<SharingGrantReply> AgreeSharingGrant(AgreeSharingGrantRequest request, ServerCallContext context) =>
        Task.FromResult(Wrote("AgreeSharingGrant", context));

    /// <summary>What ends Haskermoor.</summary>
    public const string SuccessionId = "0198c0de-0000-7000-8000-0000000000f3";

    public ConcurrentQueue<IMessage> SuccessionActs { get; } = new();

    public override Task<SuccessionReply> RegisterSuccession(RegisterSuccessionRequest request, ServerCallContext context)
    {
        SuccessionActs.Enqueue(request);
        return Task.FromResult(new SuccessionReply { SuccessionId = SuccessionId, Version = 1 });
    }

    public override Task<SuccessionReply> MoveSuccessionDay(MoveSuccessionDayRequest request, ServerCallContext context)
    {
        if (request.ExpectedVersion != Succession.Version)
        {
            throw new Conflict(Succession.Version);
        }

        SuccessionActs.Enqueue(request);
        return Task.FromResult(new SuccessionReply { SuccessionId = SuccessionId, Version = 2 });
    }

    public Succession Succession { get; } = new()
    {
        SuccessionId = SuccessionId, FromPartnershipId = "haskermoor", FromName = "Haskermoor Safeguarding Children Partnership",
        To =
        {
            new Successor { PartnershipId = "east-moor", Name = "East Moor Partnership", CouncilAgencyId = "east-moor-council" },
            new Successor { PartnershipId = "west-moor", Name = "West Moor Partnership" },
        },
        TakesEffectOn = "2026-04-01", Order = "The Haskermoor (Structural Changes) Order 2025", Version = 1,
    };

    public override Task<ListTenantsReply> ListTenants(ListTenantsRequest request, ServerCallContext context)
    {
        Demand(context, "operator in platform");
        return Task.FromResult(new ListTenantsReply
        {
            Tenants =
            {
                new Tenant
                {
                    TenantId = "haskermoor", Name = "Haskermoor Safeguarding Children Partnership", People = 14, Managers = 1,
                    Since = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero)),
                    LastActAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero)),
                },
            },
        });
    }

    public override Task<ListSuccessionsReply> ListSuccessions(ListSuccessionsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSuccessionsReply { Successions = { Succession } });

    public const string PostId = "0198c0de-0000-7000-8000-0000000000d1";

    public Post Post { get; } = new() { PostId = PostId, AgencyId = "westmarch-police", Title = "DCI Public Protection", Version = 1 };

    public ConcurrentQueue<FillPostRequest> Fills { get; } = new();

    public override Task<ListPostsReply> ListPosts(ListPostsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListPostsReply { Posts = { Post } });

    public override Task<PostReply> RegisterPost(RegisterPostRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.AgencyId.Length > 0, "agency_id", "Choose one of the agencies here.")
            .That(request.Title.Length > 0, "title", "Enter the title of the post.")
            .ThrowIfRefused();
        return Task.FromResult(new PostReply { PostId = PostId, Version = 1 });
    }

    public ConcurrentQueue<SavePostRequest> SavedPosts { get; } = new();

    public override Task<PostReply> SavePost(SavePostRequest request, ServerCallContext context)
    {
        var check = new RequestCheck().That(request.Title.Length > 0, "title", "Enter the title of the post.");
        check.Date("ends_on", request.EndsOn, "The last day");
        check.ThrowIfRefused();
        if (request.ExpectedVersion != Post.Version)
        {
            throw new Conflict(Post.Version);
        }

        SavedPosts.Enqueue(request);
        return Task.FromResult(new PostReply { PostId = request.PostId, Version = request.ExpectedVersion + 1 });
    }

    public override Task<PostReply> FillPost(FillPostRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        check.Date("held_since", request.HeldSince, "The day");
        check.ThrowIfRefused();
        if (request.ExpectedVersion != Post.Version)
        {
            throw new Conflict(Post.Version);
        }

        Fills.Enqueue(request);
        return Task.FromResult(new PostReply { PostId = request.PostId, Version = request.ExpectedVersion + 1 });
    }

    private SharingGrantReply Wrote(string rpc, ServerCallContext context)
    {
        Writes.Enqueue((rpc, context.RequestHeaders.GetValue("idempotency-key") ?? "", Bearer(context)));
        return new SharingGrantReply { GrantId = Guid.NewGuid().ToString(), Version = 1 };
    }

    private Session SessionOf(string sessionId) => sessions.TryGetValue(sessionId, out var subject)
        ? People[subject]
        : throw new RpcException(new Status(StatusCode.Unauthenticated, "Your session has ended. Sign in again."));

    public static string Bearer(ServerCallContext context) => context.RequestHeaders.GetValue("authorization")?["Bearer ".Length..] ?? "";

    private static void Demand(ServerCallContext context, string bearer)
    {
        if (Bearer(context) != bearer)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "Another caller was expected."));
        }
    }

    private IssueTokenReply Token(string words) =>
        new() { AccessToken = words, ExpiresAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow + TokenLife) };
}
