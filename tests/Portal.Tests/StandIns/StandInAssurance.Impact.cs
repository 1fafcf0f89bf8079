using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Impact, voices and strengths as the portal sees them: one measure, one record of each kind, and one strength.</summary>
public sealed partial class StandInAssurance
{
    // Records of different kinds may have one id.
    public const string MeasureId = AuditId;
    public const string VoiceId = AuditId;
    public const string NoneHeardId = "0198c0de-0000-7000-8000-0000000000e1";
    public const string StrengthId = StandInInspections.FindingId;

    public ImpactMeasureRecord Impact { get; } = new()
    {
        Measure = new ImpactMeasure
        {
            MeasureId = MeasureId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, ActionIds = { StandInActions.ActionId },
            What = "Children seen within a working day", Unit = "%", Direction = MeasureDirection.UpIsBetter, Baseline = "20", BaselineOn = "2026-01-31",
            Target = "70", TargetOn = "2027-03-01", SoWhat = "Children wait less.", SoWhatAgreedBy = "manager", Readings = 2, Version = 5,
            LastReading = new ImpactReading { Value = "40.5", On = "2026-09-30", Source = "Returns" },
        },
        Readings =
        {
            new ImpactReading { ReadingId = "second", MeasureId = MeasureId, Value = "40.5", On = "2026-09-30", Source = "Returns", PersonId = "officer", Version = 2 },
            new ImpactReading { ReadingId = "first", MeasureId = MeasureId, Value = "31", On = "2026-06-30", Source = "Returns", PersonId = "officer", Version = 1 },
        },
        Actions = { Waiting(StandInActions.ActionId, "HSK-2026-A014") },
        MayChange = true,
        MayRecord = true,
        MayAgree = true,
        Changes =
        {
            new RecordedChange
            {
                Version = 5, PersonId = "manager", At = At,
                Fields =
                {
                    new FieldChange { Field = "so_what", From = "Better.", To = "Children wait less." },
                    new FieldChange { Field = "so_what_agreed_on", From = "2026-11-01", To = "" },
                },
            },
            new RecordedChange
            {
                Version = 4, PersonId = "officer", At = At,
                Fields =
                {
                    new FieldChange { Field = "reading.on", From = "2026-09-30", To = "2026-09-30" },
                    new FieldChange { Field = "reading.value", From = "41", To = "40.5" },
                },
            },
        },
    };

    public ListVoiceRecordsReply Voices { get; } = new()
    {
        Records =
        {
            new VoiceRecord
            {
                VoiceId = VoiceId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, ActionIds = { StandInActions.ActionId }, HeardOn = "2026-09-30",
                From = "A youth forum of Lantern House", HowMany = 9, Said = "We told it four times.", Dissent = "Two would tell it again.", PersonId = "officer",
                AgencyId = "westmarch-police", At = At, Version = 2,
            },
            new VoiceRecord
            {
                VoiceId = NoneHeardId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, ActionIds = { StandInActions.ActionId },
                NoneHeardBecause = "They are too young to be asked.", PersonId = "manager", At = At, Version = 1,
            },
        },
        Total = 2,
        ThemesWithout = { new Theme { ThemeId = StandInActions.ThemeId, PlanId = "plan", Name = "Identification of risk" } },
    };

    public StrengthRecord Strength { get; } = new()
    {
        FindingId = StrengthId, FindingReference = "HSK-2026-F03", Text = "Leaders know their area well.", Overdue = true,
        Strength = new Strength
        {
            FindingId = StrengthId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, Keeper = new Lead { AgencyId = "westmarch-police" },
            NextCheckOn = "2020-11-10", Checks = 1, Version = 3,
            LastCheck = new StrengthCheck { CheckId = "look", FindingId = StrengthId, Result = StrengthResult.Slipping, Words = "Two have left.", On = "2020-05-10" },
        },
        Checks = { new StrengthCheck { CheckId = "look", FindingId = StrengthId, Result = StrengthResult.Slipping, Words = "Two have left.", On = "2020-05-10", PersonId = "officer" } },
    };

    public override Task<ListImpactMeasuresReply> ListImpactMeasures(ListImpactMeasuresRequest request, ServerCallContext context) =>
        Task.FromResult(new ListImpactMeasuresReply { Measures = { Impact.Measure }, Total = 1 });

    public override Task<ImpactMeasureRecord> GetImpactMeasure(GetImpactMeasureRequest request, ServerCallContext context) =>
        Task.FromResult(request.MeasureId == MeasureId ? Impact : throw new NotFound("measure"));

    public override Task<AssuranceReply> SaveImpactMeasure(SaveImpactMeasureRequest request, ServerCallContext context)
    {
        var check = new RequestCheck().That(request.ActionIds.Count > 0, "action_ids", "Choose from 1 to 50 actions.");
        check.Text("what", request.What, "What is measured", 200, required: true);
        check.ThrowIfRefused();
        return Acted(request);
    }

    public override Task<AssuranceReply> RecordImpactReading(RecordImpactReadingRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.Value.Length > 0, "value", "Enter the reading.").ThrowIfRefused();
        return request.ExpectedVersion == Impact.Measure.Version ? Acted(request) : throw new Conflict(Impact.Measure.Version);
    }

    public override Task<AssuranceReply> SaySoWhat(SaySoWhatRequest request, ServerCallContext context) => Acted(request);

    public override Task<AssuranceReply> AgreeSoWhat(AgreeSoWhatRequest request, ServerCallContext context) => Acted(request);

    public override Task<AssuranceReply> WithdrawImpactMeasure(WithdrawImpactMeasureRequest request, ServerCallContext context) => Acted(request);

    public override Task<VoiceRecordHistory> GetVoiceRecord(GetVoiceRecordRequest request, ServerCallContext context) => Task.FromResult(new VoiceRecordHistory
    {
        Record = Voices.Records.FirstOrDefault(voice => voice.VoiceId == request.VoiceId) ?? throw new NotFound("record"),
        Actions = { Waiting(StandInActions.ActionId, "HSK-2026-A014") },
        Changes =
        {
            new RecordedChange
            {
                Version = 2, PersonId = "manager", At = At,
                Fields =
                {
                    new FieldChange { Field = "said", From = "We told it <b>twice</b>.", To = "We told it four times." },
                    new FieldChange { Field = "how_many", From = "8", To = "9" },
                },
            },
            new RecordedChange
            {
                Version = 1, PersonId = "officer", AgencyId = "westmarch-police", At = At, Fields = { new FieldChange { Field = "said", To = "We told it <b>twice</b>." } },
            },
        },
    });

    public override Task<ListVoiceRecordsReply> ListVoiceRecords(ListVoiceRecordsRequest request, ServerCallContext context) =>
        Task.FromResult(request.VoiceId.Length == 0 ? Voices : new ListVoiceRecordsReply
        {
            Records = { Voices.Records.FirstOrDefault(voice => voice.VoiceId == request.VoiceId) ?? throw new NotFound("record") },
        });

    public override Task<AssuranceReply> SaveVoiceRecord(SaveVoiceRecordRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.ActionIds.Count > 0, "action_ids", "Choose from 1 to 50 actions.")
            .That(request.NoneHeardBecause.Length > 0 || request.Said.Length > 0, "said", "Enter what children said.").ThrowIfRefused();
        return Acted(request);
    }

    public override Task<AssuranceReply> WithdrawVoiceRecord(WithdrawVoiceRecordRequest request, ServerCallContext context) => Acted(request);

    public override Task<ListStrengthsReply> ListStrengths(ListStrengthsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListStrengthsReply { Strengths = { Strength } });

    public override Task<AssuranceReply> KeepStrength(KeepStrengthRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.Keeper is not null, "keeper", "Choose an agency or a body of this partnership that keeps the strength.").ThrowIfRefused();
        return Acted(request);
    }

    public override Task<AssuranceReply> CheckStrength(CheckStrengthRequest request, ServerCallContext context)
    {
        new RequestCheck().Known("result", request.Result, "what the look found").ThrowIfRefused();
        return Acted(request);
    }
}
