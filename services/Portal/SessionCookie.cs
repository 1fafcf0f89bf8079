using Microsoft.AspNetCore.Authentication.Cookies;

namespace Jtai.Portal;

/// <summary>The one cookie of a signed-in person: a session of 8 hours that ends after 30 idle minutes.</summary>
static class SessionCookie
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "jtai-session";
        options.Cookie.HttpOnly = true;
        // Lax and not strict: the identity provider's redirect back to us must carry it.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/error/403";
        options.ReturnUrlParameter = "then";
        options.ExpireTimeSpan = TimeSpan.FromMinutes(30);
        options.SlidingExpiration = true;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }
}
