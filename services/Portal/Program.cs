using Jtai.Hosting;
using Jtai.Portal.Calls;
using Jtai.Portal.Hosting;
using Jtai.Portal.Journeys.Operations;
using Jtai.Portal.Journeys.Sharing;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

var builder = WebApplication.CreateBuilder(args);
builder.AddHttpServer();
builder.Services.AddPortalPages();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddMemoryCache();
builder.Services.AddScoped<PageFrame>();
builder.Services.AddSingleton<SessionEnd>();
builder.Services.AddSingleton(new PageQuota(builder.Configuration));
builder.Services.AddScoped<PartnershipMembersReader>();
builder.Services.AddSingleton<SharingParties>();
builder.Services.AddSingleton(new TraceLink(builder.Configuration));
builder.Services.AddSingleton(new SupportContact(builder.Configuration));
builder.AddSigningIn();
builder.AddCalls();
builder.Services.AddHealthChecks();

var app = builder.Build();

app.UseForwardedHeaders();
app.UseResponseCompression();
app.UseSecurityHeaders();
app.UseKnownMethods();
app.UseExceptionHandler("/error/500");
app.UseStatusCodePagesWithReExecute("/error/{0}");
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.UseMiddleware<FieldsBeforeFile>();
app.UseMiddleware<RecognisePerson>();
app.MapStaticAssets().AllowAnonymous();
app.MapHealthChecks(OpenPages.Health).AllowAnonymous();
app.MapAccentSheet();
app.MapRazorPages().WithStaticAssets();

app.Run();

/// <summary>Named for the tests, which start the portal as it is.</summary>
public partial class Program;
