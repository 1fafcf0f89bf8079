using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Action = Jtai.Actions.V1.Action;

namespace Jtai.Reporting.Tests;

/// <summary>A person who reads.</summary>
public sealed record TestPerson(Guid Id, string AgencyId, params Capacity[] Capacities)
{
    public static TestPerson Of(string agencyId, params Capacity[] capacities) => new(Guid.NewGuid(), agencyId, capacities);

    /// <summary>The headers of a look across partnerships.</summary>
    public Metadata Across(ReportingHost host) => Bearer(host.Tokens.AcrossPartnerships(Id, AgencyId, Capacities));

    /// <summary>The headers of a call within one partnership.</summary>
    public Metadata In(TestPartnership partnership) =>
        Bearer(partnership.Host.Tokens.ForPerson(Id, partnership.TenantId, AgencyId, Capacities));

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };
}

/// <summary>A partnership of a test's own, as the owners' events tell of it.</summary>
public sealed class TestPartnership
{
    private readonly Dictionary<Guid, long> inspections = [];
    private int actions;

    private TestPartnership(ReportingHost host, string name)
    {
        (Host, Name) = (host, name);
        TenantId = $"t-{Guid.NewGuid():N}"[..22];
        // Agencies too are the test's own: a view across partnerships then shows this test's partnerships alone.
        (Police, Icb, Schools) = ($"police-{TenantId}", $"icb-{TenantId}", $"schools-{TenantId}");
    }

    public ReportingHost Host { get; }
    public string TenantId { get; }
    public string Name { get; }
    public string Police { get; }
    public string Icb { get; }
    public string Schools { get; }
    public Guid InspectionId { get; } = Guid.NewGuid();
    public TestPerson Manager { get; } = TestPerson.Of("council", Capacity.PartnershipManager);

    /// <summary>Those of the police force who look across partnerships.</summary>
    public TestPerson PoliceAcross => TestPerson.Of(Police, Capacity.CrossPartnershipLead);

    public static async Task<TestPartnership> MakeAsync(
        ReportingHost host, InspectionPhase phase = InspectionPhase.Published, string name = "Haskermoor", string statementDueOn = "")
    {
        var made = new TestPartnership(host, name);
        await host.Partners.PublishAsync(made.TenantId, made.TenantId, 1, new PartnershipChanged
        {
            Partnership = new() { PartnershipId = made.TenantId, Name = name, Code = "HSK", Version = 1 },
        });
        await made.InspectionIsAsync(phase, statementDueOn: statementDueOn);
        return made;
    }

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
                Phase = phase,
                StatementDueOn = statementDueOn,
                ReaderIds = { (readers ?? []).Select(reader => reader.Id.ToString()) },
                Version = version,
            },
        });
    }

    public async Task<Guid> FindingAsync(string text, Guid? inspectionId = null)
    {
        var id = Guid.NewGuid();
        await Host.Inspections.PublishAsync(TenantId, id.ToString(), 1, new FindingChanged
        {
            Finding = new()
            {
                FindingId = id.ToString(), InspectionId = (inspectionId ?? InspectionId).ToString(), Reference = "HSK-2026-F01",
                Text = text, Version = 1,
            },
        });
        return id;
    }

    /// <summary>An action that the police lead, not yet told of.</summary>
    public Action NewAction(string title = "Agree one pathway", string dueOn = "2099-03-31") => new()
    {
        ActionId = Guid.NewGuid().ToString(),
        InspectionId = InspectionId.ToString(),
        Reference = $"HSK-2026-A{Interlocked.Increment(ref actions):000}",
        Title = title,
        Description = "Described.",
        OutcomeSought = "Outcome.",
        SuccessMeasure = "Measure.",
        Lead = new() { AgencyId = Police },
        OriginalDueOn = dueOn,
        DueOn = dueOn,
        Delivery = Delivery.InProgress,
    };

    public async Task<Action> AddAsync(string title = "Agree one pathway", string dueOn = "2099-03-31", Action<Action>? with = null)
    {
        var action = NewAction(title, dueOn);
        with?.Invoke(action);
        await TellAsync(action);
        return action;
    }

    /// <summary>Tells what the action has become.</summary>
    public Task TellAsync(Action action, ActionChangeKind? kind = null)
    {
        action.Version++;
        var changed = new ActionChanged
        {
            Action = action.Clone(),
            Kind = kind ?? (action.Version == 1 ? ActionChangeKind.Added : ActionChangeKind.DescribedAnew),
            PersonId = Manager.Id.ToString(),
        };
        return Host.Actions.PublishAsync(TenantId, action.ActionId, action.Version, changed);
    }

    /// <summary>Records progress: the update first, as its owner does, then the action.</summary>
    public async Task<Update> ProgressAsync(Action action, string narrative = "Training began.")
    {
        var update = new Update
        {
            UpdateId = Guid.NewGuid().ToString(), ActionId = action.ActionId, Narrative = narrative, Delivery = action.Delivery,
            AgencyId = Police, At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
        };
        (action.LastUpdate, action.Updates) = (update, action.Updates + 1);
        await Host.Actions.PublishAsync(TenantId, update.UpdateId, 1, new UpdateRecorded { Update = update });
        await TellAsync(action, ActionChangeKind.ProgressRecorded);
        return update;
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

    public Task TellAsync(SharingGrant grant)
    {
        grant.Version++;
        return Host.Partners.PublishAsync(TenantId, grant.GrantId, grant.Version, new SharingGrantChanged { Grant = grant.Clone() });
    }
}
