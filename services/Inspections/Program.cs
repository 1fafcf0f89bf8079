using Jtai.Activities;
using Jtai.Exporting;
using Jtai.Files;
using Jtai.Hosting;
using Jtai.Inspections;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Streams;

var builder = WebApplication.CreateBuilder(args);
if (await Migrations.RanAsync(args, builder.Configuration, typeof(Program).Assembly)
    || await RebuildCommand.RanAsync(args, builder.Configuration)
    || await ImportCommand.RanAsync(args, builder.Configuration, TenantTablesOfInspections.All, typeof(Program).Assembly))
{
    return;
}

JsonColumns.Register();
builder.AddServiceDefaults("inspections", Policies.All, Policies.LargestRequest);
builder.AddDatabase("inspections");
builder.AddPublishing();
builder.AddActivities(ActivityOfTheList.Visibility);
builder.AddOperating(typeof(Program).Assembly);
builder.AddExporting(TenantTablesOfInspections.All, typeof(Program).Assembly);
builder.AddFiles("inspections", LetterFile.Owners);
builder.AddConsumer("partners", "Partners", partners => partners
    // The name of its checkpoints: new wherever an older release did not keep all that this one does.
    .Keeping("succession")
    .Forgetting("""
        delete from partnership where partnership_id = @TenantId;
        delete from appointment where tenant_id = @TenantId;
        delete from succession where tenant_id = @TenantId;
        delete from council where @TenantId = 'platform'
        """)
    .On<AgencyChanged, OnAgencyChanged>()
    .On<PartnershipChanged, OnPartnershipChanged>()
    .On<AppointmentChanged, OnAppointmentChanged>()
    .On<SuccessionChanged, OnSuccessionChanged>());
builder.Services.AddSingleton(new LetterProcess(builder.Configuration["Letters:Tool"] ?? LetterProcess.BesideThisService));
builder.Services.AddSingleton<LetterJobs>();
builder.Services.AddHostedService(services => services.GetRequiredService<LetterJobs>());
builder.Services.AddHostedService<HandingOn>();
builder.Services.AddHostedService<LetterUpkeep>();

var app = builder.Build();
if (await app.MovedFilesAsync(args))
{
    return;
}

app.UseServiceDefaults();
app.MapGrpcService<InspectionsGrpc>();
app.MapGrpcService<ActivityGrpc>();
app.MapGrpcService<ExportGrpc>();
app.MapGrpcService<OperationsGrpc>();
app.MapEventFeed();
app.MapEventDelivery();
await app.RunAsync();
