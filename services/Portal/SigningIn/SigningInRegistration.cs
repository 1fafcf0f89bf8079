using Jtai.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Jtai.Portal.SigningIn;

internal static class SigningInRegistration
{
    public static void AddSigningIn(this WebApplicationBuilder builder)
    {
        var settings = new IdentityProviderSettings(
            builder.Configuration.Required("IdentityProvider:Issuer").TrimEnd('/'),
            builder.Configuration.Required("IdentityProvider:ClientId"),
            builder.Configuration.Required("IdentityProvider:ClientSecret"));
        builder.Services.AddSingleton(settings);
        builder.Services.AddHttpClient<IdentityProviderClient>(client => client.Timeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton<IdentityProviderMetadata>();
        builder.Services.AddSingleton<SignInAttempts>();
        builder.Services.AddSingleton<Sessions>();
        builder.Services.AddScoped<CurrentPerson>();
        builder.Services.AddSingleton<PersonTokens>();
        builder.Services.AddScoped<CallsAsPerson>();
        builder.Services.AddScoped<PartnershipCalls>();
        builder.Services.AddScoped<AcrossCalls>();
        builder.Services.AddScoped<AgencyCalls>();
        builder.AddKeyRing();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(SessionCookie.Configure);
    }
}
