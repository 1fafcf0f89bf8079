using Jtai.Actions;
using Jtai.Hosting;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Streams;

var builder = WebApplication.CreateBuilder(args);
if (await Migrations.RanAsync(args, builder.Configuration, typeof(ActionsGrpc).Assembly)
    || await RebuildCommand.RanAsync(args, builder.Configuration))
{
    return;
}

builder.AddServiceDefaults("actions", Policies.All);
builder.AddDatabase("actions");
builder.AddPublishing();
builder.Services.AddSingleton<ReferenceTurns>();
builder.Services.AddHostedService<ActionNumbering>();
builder.AddConsumer("partners", "Partners", events => events
    .Forgetting("delete from partnership where tenant_id = @TenantId; delete from person where tenant_id = @TenantId")
    .On<PartnershipChanged, OnPartnershipChanged>()
    .On<PersonChanged, OnPersonChanged>());
builder.AddConsumer("inspections", "Inspections", events => events
    .Forgetting("delete from inspection where tenant_id = @TenantId; delete from finding where tenant_id = @TenantId")
    .On<InspectionChanged, OnInspectionChanged>()
    .On<FindingChanged, OnFindingChanged>());

var app = builder.Build();
app.UseServiceDefaults();
app.MapGrpcService<ActionsGrpc>();
app.MapEventFeed();
app.MapEventDelivery();
await app.RunAsync();
