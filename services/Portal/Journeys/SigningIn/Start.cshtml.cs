using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.SigningIn;

/// <summary>To the identity provider, and from there to where the person was going.</summary>
public sealed class StartModel : PageModel
{
    /// <summary>It goes to the provider and back within the state; addresses have a bound.</summary>
    private const int LongestThen = 1500;

    [BindProperty(SupportsGet = true, Name = "then")]
    public string? Then { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var then = Then is { Length: <= LongestThen } && Url.IsLocalUrl(Then) ? Then : "/";
        try
        {
            await HttpContext.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme, new AuthenticationProperties { RedirectUri = then });
            return new EmptyResult();
        }
        catch (InvalidOperationException)
        {
            // The provider's description cannot be had: it is not answering.
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
