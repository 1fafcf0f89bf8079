using Jtai.Errors;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Jtai.Portal.SigningIn;

/// <summary>
/// Sign-in at the identity provider by authorization code with PKCE. Partners verifies the id token and starts the session;
/// the portal's cookie keeps the session's id and nothing of the token.
/// </summary>
internal static class SigningInRegistration
{
    /// <summary>What remembers an attempt in the browser ends with it.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(10);

    public static void AddSigningIn(this WebApplicationBuilder builder)
    {
        // Read now: a missing setting stops the process at its start and not at the first sign-in.
        var issuer = builder.Configuration.Required("IdentityProvider:Issuer");
        var clientId = builder.Configuration.Required("IdentityProvider:ClientId");
        var clientSecret = builder.Configuration.Required("IdentityProvider:ClientSecret");
        // The handler writes down what the provider, or whoever made up an answer, says; SignInEvents writes what is safe.
        builder.Logging.AddFilter(typeof(OpenIdConnectHandler).FullName, LogLevel.None);
        builder.Services.AddSingleton<Sessions>();
        builder.Services.AddScoped<CurrentPerson>();
        builder.Services.AddSingleton<PersonTokens>();
        builder.Services.AddSingleton<KeptForms>();
        builder.Services.AddScoped<CallsAsPerson>();
        builder.Services.AddScoped<PartnershipCalls>();
        builder.Services.AddScoped<AcrossCalls>();
        builder.Services.AddScoped<AgencyCalls>();
        builder.Services.AddScoped<OwnCalls>();
        builder.Services.AddScoped<OperatorCalls>();
        builder.Services.AddScoped<SignInEvents>();
        builder.AddKeyRing();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(SessionCookie.Configure)
            .AddOpenIdConnect(options =>
            {
                (options.Authority, options.ClientId, options.ClientSecret) = (issuer, clientId, clientSecret);
                options.RequireHttpsMetadata = issuer.StartsWith("https:", StringComparison.Ordinal);
                options.CallbackPath = "/sign-in/callback";
                options.ResponseType = OpenIdConnectResponseType.Code;
                // A form post from the provider would come without cookies that are SameSite=Lax.
                options.ResponseMode = OpenIdConnectResponseMode.Query;
                options.Scope.Clear();
                options.Scope.Add("openid");
                // Invitations are taken by the address that the provider has verified.
                options.Scope.Add("email");
                options.DisableTelemetry = true;
                options.BackchannelTimeout = TimeSpan.FromSeconds(10);
                options.RemoteAuthenticationTimeout = LongestAttempt;
                options.ProtocolValidator.NonceLifetime = LongestAttempt;
                // One pair for each attempt; the handler adds what tells the attempts apart. The page on cookies names them.
                (options.CorrelationCookie.Name, options.NonceCookie.Name) = ("jtai-sign-in.", "jtai-sign-in-nonce.");
                foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
                {
                    // The provider's redirect is a GET from elsewhere. Secure where the browser came by https, as the gateway says.
                    (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
                }

                options.EventsType = typeof(SignInEvents);
            });
    }
}
