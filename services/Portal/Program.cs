using Jtai.Portal;
using Jtai.Portal.Layout;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

var builder = WebApplication.CreateBuilder(args);
// The built files are found wherever the process is started from, not in published output alone.
builder.WebHost.UseStaticWebAssets();
// Otherwise a build that was not published serves them uncompressed and uncached, as to somebody editing them.
builder.WebHost.UseSetting("ReloadStaticAssetsAtRuntime", "false");
builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);

builder.Services.AddRazorPages(pages => pages.Conventions.AllowOpenPages());
builder.Services.AddPortalBinding();
builder.Services.AddAntiforgery(options => options.Cookie.Name = "jtai-antiforgery");
builder.Services.Configure<CookieTempDataProviderOptions>(options => options.Cookie.Name = PageFrame.MessageCookie);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddScoped<PageFrame>();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(SessionCookie.Configure);
builder.Services.AddAuthorizationBuilder()
    .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

var app = builder.Build();

app.UseSecurityHeaders();
app.UseExceptionHandler("/error/500");
app.UseStatusCodePagesWithReExecute("/error/{0}");
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.MapStaticAssets().AllowAnonymous();
app.MapRazorPages().WithStaticAssets();

app.Run();

/// <summary>Named for the tests, which start the portal as it is.</summary>
public partial class Program;
