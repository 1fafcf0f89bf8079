using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;

namespace Jtai.Local;

/// <summary>What proves the actions of one plan of the demo region, or shows that they are not there yet, each act on its own day.</summary>
internal sealed class DemoProofStory(
    DemoPartnership partnership, DemoInspection inspection, DateOnly today, DemoClock clock, GatewayClient gateway, CallInvoker manager, IReadOnlyDictionary<string, string> people)
{
    private readonly Evidence.EvidenceClient evidence = new(manager);
    private readonly Assurance.AssuranceClient assurance = new(manager);

    /// <summary>Beside the action's own version, which stays.</summary>
    public async Task<long> AddAsync(string actionId, long version, DemoEvidence item)
    {
        var request = new AddEvidenceRequest
        {
            ActionIds = { actionId }, Shows = item.Shows, DatedOn = On(item.Day), Kind = item.Kind, Level = item.Level, Audience = Audience.EvidenceGrants,
        };
        if (item.File is var (name, text))
        {
            request.FileId = await UploadAsync(name, Encoding.UTF8.GetBytes(text));
        }
        else if (item.Inspected is var (by, heldWhere))
        {
            request.Inspected = new InspectedInPlace { By = by, On = On(item.Day), HeldWhere = heldWhere };
        }
        else
        {
            request.Link = item.Link;
        }

        await evidence.AddEvidenceAsync(request);
        return version;
    }

    public async Task<long> CheckAsync(string actionId, long version, DemoCheck check)
    {
        var items = await evidence.ListEvidenceAsync(new() { ActionId = actionId });
        var checking = await AsAsync(check.By);
        var reply = await Until.KnownAsync(async () => await checking.CheckActionsAsync(new()
        {
            On = On(check.Day),
            Actions =
            {
                new CheckOfAction
                {
                    ActionId = actionId, ExpectedVersion = version, EvidenceIds = { items.Items.Select(one => one.Item.EvidenceId) },
                    Verdict = check.Missing is null ? CheckVerdict.Confirmed : CheckVerdict.Returned, Words = check.Missing ?? "",
                },
            },
        }));
        return reply.Actions[0].Version;
    }

    /// <param name="planId">The plan.</param>
    /// <param name="actionIds">Of its actions, by title.</param>
    public async Task MakeAsync(string planId, IReadOnlyDictionary<string, string> actionIds)
    {
        foreach (var audit in inspection.Audits)
        {
            await AuditAsync(planId, audit, actionIds);
        }

        foreach (var measure in inspection.Measures)
        {
            await MeasureAsync(planId, measure, actionIds);
        }

        foreach (var voice in inspection.Voices)
        {
            await GoToAsync(Math.Max(voice.Day, voice.ToldDay ?? voice.Day));
            await assurance.SaveVoiceRecordAsync(new()
            {
                PlanId = planId, ActionIds = { voice.Actions.Select(title => actionIds[title]) }, HeardOn = On(voice.Day), Directly = voice.Directly,
                From = voice.From, HowMany = voice.HowMany, Said = voice.Said, Dissent = voice.Dissent, Done = voice.Done,
                ToldOn = voice.ToldDay is { } told ? On(told) : "",
            });
        }

        foreach (var challenge in inspection.Challenges)
        {
            await ChallengeAsync(planId, challenge, actionIds);
        }
    }

    private async Task AuditAsync(string planId, DemoAudit audit, IReadOnlyDictionary<string, string> actionIds)
    {
        await GoToAsync(audit.PlannedDay);
        var planned = await assurance.PlanAuditAsync(new()
        {
            PlanId = planId, Kind = audit.Kind, Title = audit.Title, PlannedFor = On(audit.Day), ActionIds = { audit.Found.Select(one => actionIds[one.Title]) },
        });
        if (audit.Day > 0)
        {
            return;
        }

        await GoToAsync(audit.Day);
        await assurance.RecordAuditAsync(new()
        {
            AuditId = planned.RecordId, ExpectedVersion = planned.Version, DoneOn = On(audit.Day), By = audit.By, SampleSize = audit.SampleSize, Summary = audit.Summary,
            Actions = { audit.Found.Select(one => new AuditOfAction { ActionId = actionIds[one.Title], Verdict = one.Verdict, Words = one.Words }) },
        });
    }

    private async Task MeasureAsync(string planId, DemoMeasure measure, IReadOnlyDictionary<string, string> actionIds)
    {
        await GoToAsync(measure.Day);
        var saved = await assurance.SaveImpactMeasureAsync(new()
        {
            PlanId = planId, ActionIds = { measure.Actions.Select(title => actionIds[title]) }, What = measure.What, Unit = measure.Unit, Direction = measure.Direction,
            Baseline = measure.Baseline, BaselineOn = On(measure.Day), Target = measure.Target?.Value ?? "", TargetOn = measure.Target is { } target ? On(target.Day) : "",
        });
        foreach (var (day, value) in measure.Readings)
        {
            await GoToAsync(day);
            saved = await assurance.RecordImpactReadingAsync(new()
            {
                MeasureId = saved.RecordId, ExpectedVersion = saved.Version, Value = value, On = On(day), Source = measure.Source,
            });
        }

        if (measure.SoWhat is var (said, words, agreedBy))
        {
            await GoToAsync(said);
            saved = await assurance.SaySoWhatAsync(new() { MeasureId = saved.RecordId, ExpectedVersion = saved.Version, SoWhat = words, AgreedBy = people[agreedBy] });
            await (await AsAsync(agreedBy)).AgreeSoWhatAsync(new() { MeasureId = saved.RecordId, ExpectedVersion = saved.Version });
        }
    }

    private async Task ChallengeAsync(string planId, DemoChallenge challenge, IReadOnlyDictionary<string, string> actionIds)
    {
        await GoToAsync(challenge.Day);
        var raising = await AsAsync(challenge.By);
        var now = await raising.RaiseChallengeAsync(new()
        {
            PlanId = planId, Title = challenge.Title, Words = challenge.Words, To = new Lead { AgencyId = challenge.To },
            ActionIds = { challenge.Actions.Select(title => actionIds[title]) },
        });
        if (challenge.Answer is var (answered, by, answer))
        {
            await GoToAsync(answered);
            now = await (await AsAsync(by)).AnswerChallengeAsync(new() { ChallengeId = now.RecordId, ExpectedVersion = now.Version, Words = answer });
        }

        if (challenge.Escalation is var (escalated, words))
        {
            await GoToAsync(escalated);
            await raising.EscalateChallengeAsync(new() { ChallengeId = now.RecordId, ExpectedVersion = now.Version, Words = words });
        }
    }

    private async Task<string> UploadAsync(string name, byte[] bytes)
    {
        var upload = await evidence.BeginUploadAsync(new() { Name = name, Size = bytes.Length });
        await evidence.AppendToUploadAsync(new() { FileId = upload.FileId, Content = ByteString.CopyFrom(bytes) });
        await evidence.CompleteUploadAsync(new() { FileId = upload.FileId, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) });
        return upload.FileId;
    }

    private async Task<Assurance.AssuranceClient> AsAsync(string subject) => new((await gateway.SignInAsync(subject)).In(partnership.Id));

    private Task GoToAsync(int day) => clock.GoToAsync(today.AddDays(day));

    private string On(int day) => today.AddDays(day).ToIso();
}
