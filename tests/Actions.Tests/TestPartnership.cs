using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Actions.Tests;

public sealed record TestPerson(Guid Id, string AgencyId, Capacity[] Capacities);

/// <summary>A partnership of a test's own, as Partners and Inspections have told of it: council, police, ICB and a school trust.</summary>
public sealed class TestPartnership
{
    public const string Council = "haskermoor-council";
    public const string Police = "westmarch-police";
    public const string Icb = "westmarch-icb";
    public const string Schools = "moorland-schools";
    public const string Board = "haskermoor-board";

    private readonly Platform platform;
    private long inspectionVersion;

    private TestPartnership(Platform platform, string code)
    {
        this.platform = platform;
        Code = code;
        TenantId = $"t-{Guid.NewGuid():N}"[..20];
        Manager = Person(Council, Capacity.PartnershipManager);
    }

    public string TenantId { get; }

    public string Code { get; }

    public TestPerson Manager { get; }

    public Guid InspectionId { get; } = Guid.NewGuid();

    public Guid[] FindingIds { get; } = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    public static async Task<TestPartnership> MakeAsync(
        Platform? on = null, InspectionPhase phase = InspectionPhase.Published, bool findings = true)
    {
        var platform = on ?? await Platform.SharedAsync();
        var made = new TestPartnership(platform, "HSK");
        await platform.Partners.PublishAsync(made.TenantId, made.TenantId, 1, new PartnershipChanged
        {
            Partnership = new()
            {
                PartnershipId = made.TenantId,
                Code = made.Code,
                Agencies =
                {
                    new[] { Council, Police, Icb, Schools }.Select(agency => new PartnerAgency { AgencyId = agency }),
                },
                BodyIds = { Board },
                Version = 1,
            },
        });
        await made.InspectionIsAsync(phase, made.Manager);
        foreach (var findingId in findings ? made.FindingIds : [])
        {
            await platform.Inspections.PublishAsync(made.TenantId, findingId.ToString(), 1, new FindingChanged
            {
                Finding = new() { FindingId = findingId.ToString(), InspectionId = made.InspectionId.ToString(), Version = 1 },
            });
        }

        return made;
    }

    public Task InspectionIsAsync(InspectionPhase phase, params TestPerson[] readers) => platform.Inspections.PublishAsync(
        TenantId, InspectionId.ToString(), ++inspectionVersion, new InspectionChanged
        {
            Inspection = new()
            {
                InspectionId = InspectionId.ToString(),
                Theme = "Response to serious youth violence",
                Phase = phase,
                StatementDueOn = "2026-12-05",
                ReaderIds = { readers.Select(reader => reader.Id.ToString()) },
                Version = inspectionVersion,
            },
        });

    public static TestPerson Person(string agencyId, params Capacity[] capacities) => new(Guid.NewGuid(), agencyId, capacities);

    /// <summary>Tells the service of the person, as the register would.</summary>
    public Task RegisterAsync(TestPerson person) => platform.Partners.PublishAsync("platform", person.Id.ToString(), 1, new PersonChanged
    {
        Person = new() { PersonId = person.Id.ToString(), AgencyId = person.AgencyId, Version = 1 },
    });

    /// <summary>Calls of this person; a write gets a key of its own unless the call brings one.</summary>
    public V1.Actions.ActionsClient As(TestPerson person) =>
        platform.ClientWith(platform.Tokens.ForPerson(person.Id, TenantId, person.AgencyId, person.Capacities));

    public async Task<string> MakePlanAsync() =>
        (await As(Manager).MakeActionPlanAsync(new() { InspectionId = InspectionId.ToString() })).PlanId;

    public V1.AddActionRequest NewAction(string planId) => new()
    {
        PlanId = planId,
        Title = "Review the multi-agency response to exploitation",
        Description = "Agree one pathway and train all front-line staff in it.",
        FindingIds = { FindingIds[0].ToString() },
        Lead = new() { AgencyId = Police },
        SupportingAgencyIds = { Icb },
        OutcomeSought = "Children at risk are found sooner.",
        SuccessMeasure = "Quarterly multi-agency audit.",
        DueOn = "2027-03-31",
    };

    /// <summary>A plan with one action that the police lead and the ICB supports.</summary>
    public async Task<V1.ActionReply> MakeActionAsync() => await As(Manager).AddActionAsync(NewAction(await MakePlanAsync()));

    public static V1.UpdateProgressRequest Progress(V1.ActionReply action, string narrative = "Pathway agreed by all three partners.") => new()
    {
        ActionId = action.ActionId,
        ExpectedVersion = action.Version,
        Narrative = narrative,
        Delivery = V1.Delivery.InProgress,
        Assessment = new() { Progress = V1.Progress.Good, DateAchievable = true },
        DifferenceForChildren = "Twelve children were seen sooner.",
    };
}

public static class Clients
{
    public static V1.Actions.ActionsClient ClientWith(this Platform platform, string token) =>
        new(Grpc.Core.Interceptors.ChannelExtensions.Intercept(platform.Service.Channel, metadata =>
        {
            var all = new Metadata { { "authorization", $"Bearer {token}" } };
            if (metadata.Get("idempotency-key") is null)
            {
                all.Add("idempotency-key", Guid.NewGuid().ToString("N"));
            }

            foreach (var entry in metadata)
            {
                all.Add(entry);
            }

            return all;
        }));

    public static Metadata Key(string key) => new() { { "idempotency-key", key } };
}
