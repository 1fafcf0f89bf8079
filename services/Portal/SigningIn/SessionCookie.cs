using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Jtai.Portal.SigningIn;

/// <summary>The one cookie of a signed-in person: encrypted, and in it the opaque id of their session and nothing else.</summary>
internal static class SessionCookie
{
    private const string SessionClaim = "session";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "jtai-session";
        options.Cookie.HttpOnly = true;
        // Lax and not strict: who follows a link in a mail must be found signed in.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "then";
        // When a session ends is for Partners to say: the cookie outlives it, so that a form that comes too late has a person.
        options.ExpireTimeSpan = TimeSpan.FromDays(7);
        options.SlidingExpiration = false;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    public static ClaimsPrincipal PrincipalOf(string sessionId) =>
        new(new ClaimsIdentity([new Claim(SessionClaim, sessionId)], CookieAuthenticationDefaults.AuthenticationScheme));

    public static Task DeleteAsync(HttpContext context) => context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);

    /// <summary>The session's id, or null where nobody is signed in.</summary>
    public static string? Read(HttpContext context) => Read(context.User);

    public static string? Read(ClaimsPrincipal person) => person.FindFirstValue(SessionClaim);
}
