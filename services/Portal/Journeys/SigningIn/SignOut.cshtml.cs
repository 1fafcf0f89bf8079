using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.SigningIn;

/// <summary>Ends the session here and at Partners, and only by a form: a link on somebody's page must not do it.</summary>
public sealed class SignOutModel(Sessions sessions) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (SessionCookie.Read(HttpContext) is { } sessionId)
        {
            await sessions.EndAsync(sessionId, ct);
        }

        await SessionCookie.DeleteAsync(HttpContext);
        return RedirectToPage();
    }
}
