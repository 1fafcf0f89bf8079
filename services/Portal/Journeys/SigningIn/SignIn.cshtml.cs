using Jtai.Portal.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.SigningIn;

/// <summary>The way in: a link and not a form, as form-action 'self' also blocks a post that is redirected elsewhere.</summary>
public sealed class SignInModel : PageModel
{
    /// <summary>Where the person was going.</summary>
    [BindProperty(SupportsGet = true, Name = "then")]
    public string? Then { get; set; }

    /// <summary>One of <see cref="SessionEnd"/>'s; null where nobody's session ended.</summary>
    [BindProperty(SupportsGet = true, Name = SessionEnd.Parameter)]
    public string? Ended { get; set; }

    /// <summary>An address of somebody else's is dropped: it would make us a springboard.</summary>
    public string StartHref => Url.IsLocalUrl(Then) ? "/sign-in/start?then=" + Uri.EscapeDataString(Then) : "/sign-in/start";
}
