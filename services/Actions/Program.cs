using Jtai.Actions;
using Jtai.Activities;
using Jtai.Exporting;
using Jtai.Files;
using Jtai.Hosting;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Streams;

var builder = WebApplication.CreateBuilder(args);
if (await Migrations.RanAsync(args, builder.Configuration, typeof(ActionsGrpc).Assembly)
    || await RebuildCommand.RanAsync(args, builder.Configuration)
    || await ImportCommand.RanAsync(args, builder.Configuration, TenantTablesOfActions.All, typeof(ActionsGrpc).Assembly))
{
    return;
}

builder.AddServiceDefaults("actions", Policies.All, StatementFile.LargestRequest);
builder.AddDatabase("actions");
builder.AddPublishing();
builder.AddActivities(ActivityOfPlans.Visibility);
builder.AddOperating(typeof(ActionsGrpc).Assembly);
builder.AddExporting(TenantTablesOfActions.All, typeof(ActionsGrpc).Assembly);
builder.Services.AddHostedService<EvidenceUpkeep>();
builder.Services.AddSingleton<ReferenceTurns>();
builder.Services.AddHostedService<ActionNumbering>();
builder.Services.AddHostedService<PlanHandingOver>();
// The name of the checkpoints: new wherever an older release did not keep all that this one does.
const string Kept = "proof";
builder.AddNotifying();
builder.AddFiles("actions", new FileOwners(EvidenceUpkeep.TenantsAsync, _ => []));
builder.AddConsumer("partners", "Partners", events => events
    .Keeping(Kept)
    .Forgetting("""
        delete from partnership where tenant_id = @TenantId;
        delete from person where tenant_id = @TenantId;
        delete from agency where tenant_id = @TenantId;
        delete from body where tenant_id = @TenantId;
        delete from post where tenant_id = @TenantId;
        delete from appointment where tenant_id = @TenantId;
        delete from sharing_grant where tenant_id = @TenantId;
        delete from succession where tenant_id = @TenantId;
        delete from partnership_settings where tenant_id = @TenantId
        """)
    .On<PartnershipChanged, OnPartnershipChanged>()
    .On<PersonChanged, OnPersonChanged>()
    .On<AgencyChanged, OnAgencyChanged>()
    .On<BodyChanged, OnBodyChanged>()
    .On<PostChanged, OnPostChanged>()
    .On<AppointmentChanged, OnAppointmentChanged>()
    .On<SharingGrantChanged, OnSharingGrantChanged>()
    .On<SuccessionChanged, OnSuccessionChanged>()
    .On<PartnershipSettingsChanged, OnPartnershipSettingsChanged>());
builder.AddConsumer("inspections", "Inspections", events => events
    .Keeping(Kept)
    .Forgetting("delete from inspection where tenant_id = @TenantId; delete from finding where tenant_id = @TenantId")
    .On<InspectionChanged, OnInspectionChanged>()
    .On<FindingChanged, OnFindingChanged>());

var app = builder.Build();
if (await app.MovedFilesAsync(args))
{
    return;
}

app.UseServiceDefaults();
app.MapGrpcService<ActionsGrpc>();
app.MapGrpcService<StatementsGrpc>();
app.MapGrpcService<EvidenceGrpc>();
app.MapGrpcService<AssuranceGrpc>();
app.MapGrpcService<NotificationsGrpc>();
app.MapGrpcService<ActivityGrpc>();
app.MapGrpcService<ExportGrpc>();
app.MapGrpcService<OperationsGrpc>();
app.MapEventFeed();
app.MapEventDelivery();
await app.RunAsync();
