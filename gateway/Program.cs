using Jtai.Access;
using Jtai.Gateway;
using Jtai.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPublicDoor();
builder.Services.AddAccessTokens(builder.Configuration);
builder.Services.AddAccessPolicies([]);
builder.Services.AddAuthorizationBuilder().AddPolicy(Routes.SignedIn, policy => policy.RequireAuthenticatedUser());
builder.Services.AddTenantQuota(builder.Configuration);
builder.Services.AddHealthChecks();
builder.Services.AddReverseProxy().LoadFromMemory(Routes.All(), Routes.Clusters(builder.Configuration)).AddTransforms(Headers.Strip).AddTransforms(Standing.Tell(builder.Configuration)).AddBalancing(builder.Configuration);

var app = builder.Build();
app.UseEarlyEndings();
app.UseKnownMethods();
app.UseTrustedProxies();
app.UsePublicHosts();
app.UseAuthentication();
// Before authorization, so that refused calls are counted too.
app.UseRateLimiter();
app.UseAuthorization();
app.UseLargestForm();
app.MapHealthChecks("/health/live").AllowAnonymous();
app.MapCallsWithoutARoute();
app.MapReverseProxy(proxy => proxy.UseBalancing());
await app.RunAsync();
