using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Testing;
using Action = Jtai.Actions.V1.Action;

namespace Jtai.Reporting.Tests;

/// <summary>What Actions tells of evidence and assurance. The plan's id is its inspection's.</summary>
internal static class ProofEvents
{
    private static long version;

    public static async Task<EvidenceItem> EvidenceIsAsync(
        this TestPartnership there, TestPerson by, Action[] actions, Audience audience = Audience.Partnership, Action<EvidenceItem>? with = null,
        string? id = null)
    {
        var item = new EvidenceItem
        {
            EvidenceId = id ?? NewId(), PlanId = PlanId(there), InspectionId = PlanId(there), ActionIds = { actions.Select(action => action.ActionId) },
            Shows = "Training happened.", Audience = audience, PersonId = by.Id.ToString(), AgencyId = by.AgencyId, AddedAt = Now(), Version = Next(),
        };
        with?.Invoke(item);
        await TellAsync(there, item.EvidenceId, new EvidenceChanged { Item = item });
        return item;
    }

    public static async Task<string> EarlierContentIsAsync(this TestPartnership there, EvidenceItem item)
    {
        var id = NewId();
        await TellAsync(there, id, new EvidenceContentKept { ContentId = id, EvidenceId = item.EvidenceId, Content = new() { Link = "https://example.org/", Number = 1 } });
        return id;
    }

    public static async Task<SecondCheck> CheckIsAsync(this TestPartnership there, Action action, TestPerson by)
    {
        var check = new SecondCheck
        {
            CheckId = NewId(), ActionId = action.ActionId, Verdict = CheckVerdict.Confirmed, PersonId = by.Id.ToString(), AgencyId = by.AgencyId, At = Now(),
        };
        await TellAsync(there, check.CheckId, new SecondCheckRecorded { Check = check });
        return check;
    }

    public static async Task<Audit> AuditIsAsync(
        this TestPartnership there, Action[] actions, string plannedFor = "2026-12-20", AuditState state = AuditState.Planned, TestPerson? by = null)
    {
        var audit = new Audit
        {
            AuditId = NewId(), PlanId = PlanId(there), InspectionId = PlanId(there), Title = "Strategy discussions", State = state, PlannedFor = plannedFor,
            Actions = { actions.Select(action => new AuditOfAction { ActionId = action.ActionId }) }, PersonId = (by ?? there.Manager).Id.ToString(),
        };
        await TellAsync(there, audit.AuditId, new AuditChanged { Audit = audit });
        return audit;
    }

    public static async Task<ImpactMeasure> MeasureIsAsync(this TestPartnership there, Action[] actions, Action<ImpactMeasure>? with = null)
    {
        var measure = new ImpactMeasure
        {
            MeasureId = NewId(), PlanId = PlanId(there), InspectionId = PlanId(there), ActionIds = { actions.Select(action => action.ActionId) },
            What = "Return interviews within 72 hours", TargetOn = "2026-12-01",
        };
        with?.Invoke(measure);
        await TellAsync(there, measure.MeasureId, new ImpactMeasureChanged { Measure = measure });
        return measure;
    }

    public static async Task<ImpactReading> ReadingIsAsync(this TestPartnership there, ImpactMeasure measure, string on, TestPerson by)
    {
        var reading = new ImpactReading { ReadingId = NewId(), MeasureId = measure.MeasureId, Value = "61", On = on, PersonId = by.Id.ToString(), At = Now() };
        await TellAsync(there, reading.ReadingId, new ImpactReadingRecorded { Reading = reading });
        measure.LastReading = reading;
        await TellAsync(there, measure.MeasureId, new ImpactMeasureChanged { Measure = measure });
        return reading;
    }

    public static async Task<VoiceRecord> VoiceIsAsync(this TestPartnership there, params Action[] actions)
    {
        var voice = new VoiceRecord
        {
            VoiceId = NewId(), PlanId = PlanId(there), InspectionId = PlanId(there), ActionIds = { actions.Select(action => action.ActionId) }, Said = "Ask us.",
            PersonId = there.Officer.Id.ToString(), At = Now(),
        };
        await TellAsync(there, voice.VoiceId, new VoiceRecordChanged { Record = voice });
        return voice;
    }

    public static async Task<StrengthCheck> StrengthIsAsync(
        this TestPartnership there, Guid finding, string keeper, StrengthResult result, string nextCheckOn, TestPerson by)
    {
        var check = new StrengthCheck
        {
            CheckId = NewId(), FindingId = finding.ToString(), Result = result, Words = "Fewer come.", PersonId = by.Id.ToString(), AgencyId = by.AgencyId,
        };
        await TellAsync(there, check.CheckId, new StrengthChecked { Check = check });
        await TellAsync(there, finding.ToString(), new StrengthChanged
        {
            Strength = new()
            {
                FindingId = finding.ToString(), PlanId = PlanId(there), InspectionId = PlanId(there), Keeper = new() { AgencyId = keeper },
                NextCheckOn = nextCheckOn, LastCheck = check, Checks = 1,
            },
        });
        return check;
    }

    public static async Task<Challenge> ChallengeIsAsync(this TestPartnership there, TestPerson by, string to, Action<Challenge>? with = null)
    {
        var challenge = new Challenge
        {
            ChallengeId = NewId(), PlanId = PlanId(there), InspectionId = PlanId(there), Title = "No one came", To = new() { AgencyId = to },
            // A scrutineer raises it for no agency.
            RaisedBy = by.Id.ToString(), RaisedByAgencyId = by.Capacities.Contains(Capacity.IndependentScrutineer) ? "" : by.AgencyId, RaisedAt = Now(), Step = ChallengeStep.AgencyLead, State = ChallengeState.Open,
            AnswerDueOn = "2026-12-20",
        };
        with?.Invoke(challenge);
        await there.TellAsync(challenge);
        return challenge;
    }

    public static Task TellAsync(this TestPartnership there, Challenge challenge) =>
        TellAsync(there, challenge.ChallengeId, new ChallengeChanged { Challenge = challenge });

    public static async Task<ChallengeWords> SayAsync(this TestPartnership there, Challenge challenge, TestPerson by)
    {
        var words = new ChallengeWords
        {
            WordsId = NewId(), ChallengeId = challenge.ChallengeId, Step = challenge.Step, State = challenge.State, Words = "We ask why.",
            PersonId = by.Id.ToString(), AgencyId = by.AgencyId, At = Now(),
        };
        await TellAsync(there, words.WordsId, new ChallengeWordsRecorded { Words = words });
        return words;
    }

    public static Task PlanClosesAsync(this TestPartnership there) => TellAsync(there, PlanId(there), new ActionPlanChanged
    {
        Plan = new() { PlanId = PlanId(there), InspectionId = PlanId(there), Closing = new() { ClosedOn = "2026-12-01" } },
    });

    private static Task TellAsync(TestPartnership there, string id, IMessage state) => there.Host.Actions.PublishAsync(there.TenantId, id, Next(), state);

    private static string PlanId(TestPartnership there) => there.InspectionId.ToString();

    private static string NewId() => Guid.NewGuid().ToString();

    private static long Next() => Interlocked.Increment(ref version) + 1;

    private static Timestamp Now() => Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow);
}
