using Jtai.Actions.V1;
using Jtai.Activities;
using Jtai.Exporting;
using Jtai.Hosting;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting;
using Jtai.Store;
using Jtai.Streams;

var builder = WebApplication.CreateBuilder(args);
if (await Migrations.RanAsync(args, builder.Configuration, typeof(Program).Assembly)
    || await RebuildCommand.RanAsync(args, builder.Configuration)
    || await ImportCommand.RanAsync(args, builder.Configuration, TenantTablesOfReporting.All, typeof(Program).Assembly))
{
    return;
}

builder.AddServiceDefaults("reporting", Policies.All);
builder.AddDatabase("reporting");
builder.AddPublishing();
builder.AddActivities();
builder.AddOperating(typeof(Program).Assembly);
builder.AddExporting(TenantTablesOfReporting.All, typeof(Program).Assembly);
// A new name builds the read models from the start of the streams: for tables that a migration has made anew.
const string WithProof = "proof";
builder.AddConsumer("partners", "Partners", partners => partners
    .Keeping(WithProof)
    .Forgetting(Forgetting.Partners)
    .On<AgencyChanged, OnAgencyChanged>()
    .On<BodyChanged, OnBodyChanged>()
    .On<PersonChanged, OnPersonChanged>()
    .On<PartnershipChanged, OnPartnershipChanged>()
    .On<SharingGrantChanged, OnSharingGrantChanged>()
    .On<PostChanged, OnPostChanged>()
    .On<PartnershipSettingsChanged, OnPartnershipSettingsChanged>());
builder.AddConsumer("inspections", "Inspections", inspections => inspections
    .Keeping(WithProof)
    .Forgetting(Forgetting.Inspections)
    .On<InspectionChanged, OnInspectionChanged>()
    .OnMany<FindingChanged, OnFindingChanged>());
builder.AddConsumer("actions", "Actions", actions => actions
    .Keeping(WithProof)
    .Forgetting(Forgetting.Actions)
    .On<ActionPlanChanged, OnActionPlanChanged>()
    .OnMany<ActionChanged, OnActionChanged>()
    .OnMany<UpdateRecorded, OnUpdateRecorded>()
    .OnMany<MilestoneChanged, OnMilestoneChanged>()
    .OnMany<CoverageRecorded, OnCoverageRecorded>()
    .OnMany<DateRequestChanged, OnDateRequestChanged>()
    .OnMany<ThemeChanged, OnThemeChanged>()
    .OnMany<SharedCauseChanged, OnSharedCauseChanged>()
    .OnMany<FindingResponseChanged, OnFindingResponseChanged>()
    .On<StatementChanged, OnStatementChanged>()
    .OnMany<StatementSectionChanged, OnStatementSectionChanged>()
    .OnMany<AgencyReturnChanged, OnAgencyReturnChanged>()
    .OnMany<StatementCommentChanged, OnStatementCommentChanged>()
    .OnMany<DraftCirculated, OnDraftCirculated>()
    .OnMany<SignOffChanged, OnSignOffChanged>()
    .OnMany<EditorialCorrectionRecorded, OnEditorialCorrectionRecorded>()
    .OnMany<StatementSent, OnStatementSent>()
    .OnMany<StatementReplied, OnStatementReplied>()
    .OnMany<EvidenceChanged, OnEvidenceChanged>()
    .OnMany<EvidenceContentKept, OnEvidenceContentKept>()
    .OnMany<SecondCheckRecorded, OnSecondCheckRecorded>()
    .OnMany<AuditChanged, OnAuditChanged>()
    .OnMany<ImpactMeasureChanged, OnImpactMeasureChanged>()
    .OnMany<ImpactReadingRecorded, OnImpactReadingRecorded>()
    .OnMany<VoiceRecordChanged, OnVoiceRecordChanged>()
    .OnMany<StrengthChanged, OnStrengthChanged>()
    .OnMany<StrengthChecked, OnStrengthChecked>()
    .OnMany<ChallengeChanged, OnChallengeChanged>()
    .OnMany<ChallengeWordsRecorded, OnChallengeWordsRecorded>());
builder.Services.AddSingleton<SharingLog>();
builder.Services.AddSingleton<ReadYourWrites>();

var app = builder.Build();
app.UseServiceDefaults();
app.MapGrpcService<ReportingGrpc>();
app.MapGrpcService<ActivityGrpc>();
app.MapGrpcService<ExportGrpc>();
app.MapGrpcService<OperationsGrpc>();
app.MapEventFeed();
app.MapEventDelivery();
await app.RunAsync();
