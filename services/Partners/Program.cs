using Jtai.Activities;
using Jtai.Errors;
using Jtai.Exporting;
using Jtai.Hosting;
using Jtai.Inspections.V1;
using Jtai.Partners;
using Jtai.Partners.Settings;
using Jtai.Partners.SigningIn;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Streams;

var builder = WebApplication.CreateBuilder(args);
if (await Migrations.RanAsync(args, builder.Configuration, typeof(PartnersGrpc).Assembly)
    || await RebuildCommand.RanAsync(args, builder.Configuration)
    || await ImportCommand.RanAsync(args, builder.Configuration, TenantTablesOfPartners.All, typeof(PartnersGrpc).Assembly))
{
    return;
}

StartRefused.ExplainAtTheEnd("partners");
var clients = Client.Read(builder.Configuration);
builder.AddServiceDefaults("partners", Policies.All(clients));
builder.AddDatabase("partners", OnGuardReasonGiven.Keep);
builder.AddPublishing();
builder.AddActivities();
builder.AddOperating(typeof(PartnersGrpc).Assembly);
builder.AddExporting(TenantTablesOfPartners.All, typeof(PartnersGrpc).Assembly);
builder.AddConsumer("reporting", "Reporting", events => events
    // Who looked has looked, whatever a restored database remembers of it.
    .Forgetting("")
    .On<AccessRecorded, OnAccessRecorded>());
builder.AddConsumer("actions", "Actions", events => events
    .Forgetting("")
    .On<AccessRecorded, OnAccessRecorded>()
    .On<GuardReasonGiven, OnGuardReasonGiven>());
builder.AddConsumer("inspections", "Inspections", events => events
    .Forgetting("")
    .On<InspectionChanged, OnInspectionChanged>()
    .On<GuardReasonGiven, OnGuardReasonGiven>());
builder.AddSignIn(clients);
builder.Services.AddHostedService<GrantsOfClosed>();

var app = builder.Build();
app.UseServiceDefaults();
app.MapGrpcService<PartnersGrpc>();
app.MapGrpcService<SettingsGrpc>();
app.MapGrpcService<TenantsGrpc>();
app.MapGrpcService<ActivityGrpc>();
app.MapGrpcService<ExportGrpc>();
app.MapGrpcService<OperationsGrpc>();
app.MapEventFeed();
app.MapEventDelivery();
app.MapSigningKeys();
await app.RunAsync();
