using Google.Protobuf;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Testing;

/// <summary>Somebody who calls.</summary>
public sealed record TestPerson(Guid Id, string AgencyId, params Capacity[] Capacities)
{
    /// <summary>For whom they stand in, in each of these capacities; null in their own right.</summary>
    public TestPerson? DeputyFor { get; init; }

    public static TestPerson Of(string agencyId, params Capacity[] capacities) => new(Guid.NewGuid(), agencyId, capacities);

    /// <summary>Headers of a call within one partnership; a write has a key of its own unless it is given.</summary>
    public Metadata In(TestPartnership partnership, string? key = null) =>
        TestTokens.Bearer(
            DeputyFor is { } other
                ? partnership.Host.Tokens.ForDeputy(Id, partnership.TenantId, AgencyId, other.Id, Capacities)
                : partnership.Host.Tokens.ForPerson(Id, partnership.TenantId, AgencyId, Capacities),
            key);

    /// <summary>Headers of a look across partnerships.</summary>
    public Metadata Across(ServiceHost host) => TestTokens.Bearer(host.Tokens.AcrossPartnerships(Id, AgencyId, Capacities));
}

/// <summary>
/// A partnership of a test's own, as Partners and Inspections tell of it. Its agencies are its own too: a view across partnerships
/// then shows this test's alone.
/// </summary>
public sealed class TestPartnership
{
    private readonly Dictionary<Guid, long> inspections = [];
    private int number;

    /// <param name="host">The service under test, which is told nothing yet.</param>
    /// <param name="name">As people call it.</param>
    public TestPartnership(ServiceHost host, string name = "Haskermoor")
    {
        (Host, Name) = (host, name);
        // Letters alone: ten digits in a row would now and then pass for an NHS number in a text that names the tenant.
        TenantId = $"t-{string.Concat(Guid.NewGuid().ToByteArray().Select(value => (char)('a' + (value % 26))))}";
        (Council, Police, Icb) = ($"council-{TenantId}", $"police-{TenantId}", $"icb-{TenantId}");
        (Schools, Board) = ($"schools-{TenantId}", $"board-{TenantId}");
        Manager = TestPerson.Of(Council, Capacity.PartnershipManager);
        OtherManager = TestPerson.Of(Council, Capacity.PartnershipManager);
        Officer = TestPerson.Of(Police, Capacity.ActionOwner);
    }

    public ServiceHost Host { get; }
    public string TenantId { get; }
    public string Name { get; }
    public string Code => "HSK";
    public string Council { get; }
    public string Police { get; }
    public string Icb { get; }
    public string Schools { get; }
    public string Board { get; }

    /// <summary>Records the inspections, and so is on their lists.</summary>
    public TestPerson Manager { get; }

    /// <summary>A partnership manager too, but on no list.</summary>
    public TestPerson OtherManager { get; }

    /// <summary>Of the police force.</summary>
    public TestPerson Officer { get; }

    /// <summary>Somebody of the police force who looks across partnerships, each time another.</summary>
    public TestPerson PoliceAcross => TestPerson.Of(Police, Capacity.CrossPartnershipLead);

    public Guid InspectionId { get; } = Guid.NewGuid();

    /// <summary>Those that were told of.</summary>
    public List<Guid> FindingIds { get; } = [];

    /// <summary>Told of, with an inspection.</summary>
    public static async Task<TestPartnership> MakeAsync(
        ServiceHost host, InspectionPhase phase = InspectionPhase.Published, string name = "Haskermoor", string statementDueOn = "")
    {
        var made = new TestPartnership(host, name);
        await made.PublishAsync();
        await made.InspectionIsAsync(phase, statementDueOn: statementDueOn);
        return made;
    }

    /// <summary>Tells of the partnership itself.</summary>
    public Task PublishAsync() => Host.Partners.PublishAsync(TenantId, TenantId, 1, new PartnershipChanged
    {
        Partnership = new()
        {
            PartnershipId = TenantId,
            Name = Name,
            Code = Code,
            Agencies =
            {
                new[] { Council, Police, Icb, Schools }.Select(agency => new PartnerAgency { AgencyId = agency, SafeguardingPartner = agency != Schools }),
            },
            BodyIds = { Board },
            Version = 1,
        },
    });

    /// <summary>Tells of the person, as the register does for all partnerships.</summary>
    public Task RegisterAsync(TestPerson person, string name = "", string jobTitle = "") => RegisterAsync(person.Id.ToString(), new PersonChanged
    {
        Person = new() { PersonId = person.Id.ToString(), AgencyId = person.AgencyId, Name = name, JobTitle = jobTitle, Version = 1 },
    });

    public Task RegisterAgencyAsync(string agencyId, string name = "") =>
        RegisterAsync(agencyId, new AgencyChanged { Agency = new() { AgencyId = agencyId, Name = name, Version = 1 } });

    public Task RegisterBodyAsync(string bodyId, string name = "") =>
        RegisterAsync(bodyId, new BodyChanged { Body = new() { BodyId = bodyId, Name = name, Version = 1 } });

    /// <summary>Tells of the person's appointments in their capacities.</summary>
    public async Task AppointAsync(TestPerson person, string endsOn = "", string bodyId = "")
    {
        foreach (var capacity in person.Capacities)
        {
            var appointment = new Appointment
            {
                AppointmentId = Guid.NewGuid().ToString(), TenantId = TenantId, PersonId = person.Id.ToString(), AgencyId = person.AgencyId,
                Capacity = capacity, StartsOn = "2024-01-01", EndsOn = endsOn, DeputyForPersonId = person.DeputyFor?.Id.ToString() ?? "", BodyId = bodyId,
                Version = 1,
            };
            await Host.Partners.PublishAsync(TenantId, appointment.AppointmentId, 1, new AppointmentChanged { Appointment = appointment });
        }
    }

    /// <summary>Tells what an inspection has become; by default the one that the partnership was made with.</summary>
    public Task InspectionIsAsync(
        InspectionPhase phase, IEnumerable<TestPerson>? readers = null, string statementDueOn = "", Guid? inspectionId = null)
    {
        var id = inspectionId ?? InspectionId;
        var version = inspections[id] = inspections.GetValueOrDefault(id) + 1;
        return Host.Inspections.PublishAsync(TenantId, id.ToString(), version, new InspectionChanged
        {
            Inspection = new()
            {
                InspectionId = id.ToString(),
                Theme = "Response to serious youth violence",
                Phase = phase,
                StatementDueOn = statementDueOn,
                ReaderIds = { (readers ?? []).Select(reader => reader.Id.ToString()) },
                Version = version,
            },
        });
    }

    public async Task<Guid> FindingAsync(string text, Guid? inspectionId = null, FindingKind kind = FindingKind.Unspecified)
    {
        var id = Guid.NewGuid();
        FindingIds.Add(id);
        await Host.Inspections.PublishAsync(TenantId, id.ToString(), 1, new FindingChanged
        {
            Finding = new()
            {
                FindingId = id.ToString(), InspectionId = (inspectionId ?? InspectionId).ToString(), Reference = $"{Code}-2026-F01",
                Text = text, Kind = kind, Position = FindingIds.Count, Version = 1,
            },
        });
        return id;
    }

    /// <summary>A grant of this partnership; by default to the police force's cross-partnership leads.</summary>
    public async Task<SharingGrant> GrantAsync(
        SharingLevel level, SharingGrantState state = SharingGrantState.Agreed, string endsOn = "2099-12-31",
        string? agencyId = null, Capacity capacity = Capacity.CrossPartnershipLead)
    {
        var grant = new SharingGrant
        {
            GrantId = Guid.NewGuid().ToString(), PartnershipId = TenantId, AgencyId = agencyId ?? Police, Capacities = { capacity },
            Level = level, EndsOn = endsOn, State = state,
        };
        await TellAsync(grant);
        return grant;
    }

    /// <summary>Tells what the grant has become.</summary>
    public Task TellAsync(SharingGrant grant)
    {
        grant.Version++;
        return Host.Partners.PublishAsync(TenantId, grant.GrantId, grant.Version, new SharingGrantChanged { Grant = grant.Clone() });
    }

    /// <summary>1, 2, 3, …: for references.</summary>
    public int NextNumber() => Interlocked.Increment(ref number);

    private Task RegisterAsync(string id, IMessage state) => Host.Partners.PublishAsync("platform", id, 1, state);
}
